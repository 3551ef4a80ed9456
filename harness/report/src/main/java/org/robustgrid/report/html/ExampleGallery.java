package org.robustgrid.report.html;

import java.util.List;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.example.Example;
import org.robustgrid.leaderboard.example.Examples;
import org.robustgrid.report.text.Numerals;

/** A row's adversarial examples, each between its original and its amplified perturbation. */
final class ExampleGallery {

  private static final int PER_BOARD = 4;

  private ExampleGallery() {}

  /** A row's examples on a board, empty where there are none to show. */
  static Markup draw(Board board, String title, Row row, Examples examples) {
    List<Example> chosen = examples.of(board, row, PER_BOARD);
    Markup out = new Markup();
    if (chosen.isEmpty()) {
      return out;
    }
    out.leaf("h4", "Adversarial examples, " + title);
    out.leaf(
        "p",
        "Original, adversarial image, and their difference amplified; mid grey means unchanged.",
        "class",
        "muted");
    out.open("div", "class", "cards");
    chosen.forEach(example -> card(out, example));
    return out.close();
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
