package org.robustgrid.report.reproduction;

import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.reproduction.Entry;
import org.robustgrid.leaderboard.reproduction.Reproduction;
import org.robustgrid.leaderboard.reproduction.Scale;

/** Writes reproductions as one Markdown page. */
public final class ReproductionMarkdown {

  private ReproductionMarkdown() {}

  /**
   * The reproduction of an entry.
   *
   * @param link to the run's results, relative to the page
   */
  public record Made(Reproduction reproduction, String link) {}

  /**
   * The page.
   *
   * @param made in order
   * @param notRun entries whose grid has no run yet
   * @param left entries that could not be made at the scale
   */
  public static String write(Scale scale, List<Made> made, List<Entry> notRun, List<Entry> left) {
    StringBuilder page = new StringBuilder("# Reproductions at scale " + scale.id() + "\n\n");
    page.append("Statements of the papers: ")
        .append(ReproductionText.summary(made.stream().map(Made::reproduction).toList()))
        .append(
            ". A statement is reproduced, or its opposite is there, if the tests of its table or"
                + " figure say so at 5 % with Holm's correction; shares are in percent, with"
                + " intervals at 95 % over test samples.\n");
    made.forEach(one -> entry(one, scale, page));
    if (!notRun.isEmpty()) {
      page.append("\n## Not run yet\n\n");
      notRun.forEach(entry -> item(entry, entry.setting(scale).grid().orElse(""), page));
    }
    if (!left.isEmpty()) {
      page.append("\n## Not possible at this scale\n\n");
      left.forEach(entry -> item(entry, entry.setting(scale).why(), page));
    }
    return page.toString();
  }

  private static void item(Entry entry, String words, StringBuilder page) {
    page.append("- **").append(entry.id()).append("** ").append(escaped(entry.title()));
    page.append(": ").append(escaped(words)).append("\n");
  }

  private static void entry(Made made, Scale scale, StringBuilder page) {
    Reproduction reproduction = made.reproduction();
    Entry entry = reproduction.entry();
    page.append("\n## ").append(entry.id()).append(" ").append(escaped(entry.title()));
    page.append("\n\n").append(escaped(entry.setting(scale).why()));
    page.append(" [The run](").append(made.link()).append(") has the rest.\n");
    if (!reproduction.lines().isEmpty()) {
      table(ReproductionText.table(reproduction), page);
    }
    if (!reproduction.findings().isEmpty()) {
      table(ReproductionText.findings(reproduction), page);
    }
  }

  private static void table(List<List<String>> rows, StringBuilder page) {
    page.append("\n").append(line(rows.get(0))).append("|");
    page.append(" --- |".repeat(rows.get(0).size())).append("\n");
    rows.stream().skip(1).forEach(row -> page.append(line(row)));
  }

  private static String line(List<String> cells) {
    return cells.stream()
            .map(ReproductionMarkdown::escaped)
            .collect(Collectors.joining(" | ", "| ", " |"))
        + "\n";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
