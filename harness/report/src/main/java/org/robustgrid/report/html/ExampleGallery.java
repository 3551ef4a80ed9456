package org.robustgrid.report.html;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.core.leaderboard.Leaderboard.Board;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.report.example.Example;
import org.robustgrid.report.example.Examples;
import org.robustgrid.report.text.Numerals;

/** A board's adversarial examples, each between its original and its amplified perturbation. */
final class ExampleGallery {

  private static final int PER_ROW = 4;

  private ExampleGallery() {}

  /** The gallery, empty where a board has no examples to show. */
  static Markup draw(Board board, Examples examples, Series series) {
    Map<Integer, List<Example>> byRow = new TreeMap<>();
    for (int i = 0; i < board.rows().size(); i++) {
      List<Example> chosen = examples.of(board, board.rows().get(i), PER_ROW);
      if (!chosen.isEmpty()) {
        byRow.put(i, chosen);
      }
    }
    Markup out = new Markup();
    if (byRow.isEmpty()) {
      return out;
    }
    out.open("details", "class", "examples");
    out.open("summary").leaf("h3", "Adversarial examples").close();
    out.leaf(
        "p",
        "Original, adversarial image, and their difference amplified; mid grey means unchanged.",
        "class",
        "muted");
    byRow.forEach((index, chosen) -> row(out, board.rows().get(index), chosen, series));
    return out.close();
  }

  private static void row(Markup out, Row row, List<Example> chosen, Series series) {
    out.open("section", "class", "row-examples", "data-row", row.label());
    out.open("h4").append(series.swatch(row.label())).text(row.label()).close();
    out.open("div", "class", "cards");
    for (Example example : chosen) {
      card(out, example);
    }
    out.close().close();
  }

  private static void card(Markup out, Example example) {
    String amplified = "×" + Numerals.significant(PngImage.amplification(example), 2);
    out.open("figure", "class", "card").open("span", "class", "triple");
    image(out, PngImage.original(example), example, "original, class " + example.label());
    image(
        out,
        PngImage.adversarial(example),
        example,
        "adversarial, taken for " + example.predicted());
    image(out, PngImage.perturbation(example), example, "perturbation amplified " + amplified);
    out.close().open("figcaption");
    out.open("strong").text(example.label());
    out.leaf("span", " → ", "aria-hidden", "true").leaf("span", " taken for ", "class", "spoken");
    out.text(example.predicted()).close();
    out.leaf(
        "span",
        "sample " + example.sample() + " · " + example.attack() + " · " + amplified,
        "class",
        "muted");
    out.close().close();
  }

  private static void image(Markup out, String source, Example example, String alt) {
    out.empty(
        "img",
        "src",
        source,
        "width",
        Integer.toString(example.shape()[2]),
        "height",
        Integer.toString(example.shape()[1]),
        "alt",
        "Sample " + example.sample() + ", " + alt);
  }
}
