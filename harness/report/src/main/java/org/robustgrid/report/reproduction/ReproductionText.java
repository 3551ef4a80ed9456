package org.robustgrid.report.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.robustgrid.leaderboard.reproduction.Entry.Column;
import org.robustgrid.leaderboard.reproduction.Entry.PaperTable;
import org.robustgrid.leaderboard.reproduction.Finding;
import org.robustgrid.leaderboard.reproduction.Finding.Verdict;
import org.robustgrid.leaderboard.reproduction.Reproduction;
import org.robustgrid.leaderboard.reproduction.Reproduction.Measured;
import org.robustgrid.leaderboard.reproduction.Value;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.PairText;

/** A reproduction's parts in words and cells, for both terminal and pages. */
public final class ReproductionText {

  private ReproductionText() {}

  /** The table, header first: of each column the paper's number, then the measured one. */
  public static List<List<String>> table(Reproduction reproduction) {
    List<List<String>> rows = new ArrayList<>();
    PaperTable table = reproduction.entry().table().orElseThrow();
    List<String> header = new ArrayList<>(List.of(""));
    for (Column column : table.columns()) {
      header.add(column.name() + ", paper");
      header.add("here");
    }
    rows.add(header);
    for (Measured line : reproduction.lines()) {
      List<String> row = new ArrayList<>(List.of(line.line().name()));
      for (int i = 0; i < line.values().size(); i++) {
        row.add(paper(line.line().paper().get(i)));
        row.add(value(line.values().get(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String paper(OptionalDouble number) {
    return number.isPresent() ? Numerals.significant(number.getAsDouble(), 6) : "–";
  }

  private static String value(Optional<Value> value) {
    if (value.isEmpty()) {
      return "–";
    }
    String text = number(value.get().value(), value.get().share());
    return value.get().low().isEmpty()
        ? text
        : text
            + " ["
            + number(value.get().low().getAsDouble(), value.get().share())
            + ", "
            + number(value.get().high().getAsDouble(), value.get().share())
            + "]";
  }

  private static String number(double value, boolean share) {
    if (Double.isInfinite(value)) {
      return "∞";
    }
    return share ? Numerals.points(value) : Numerals.significant(value, 3);
  }

  /** The verdicts on the statements, header first. */
  public static List<List<String>> findings(Reproduction reproduction) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("verdict", "p", "p (Holm)", "paper: result"));
    for (Finding finding : reproduction.findings()) {
      rows.add(
          List.of(
              finding.verdict().words(),
              finding.p().map(PairText::p).orElse("–"),
              finding.adjusted().map(PairText::p).orElse("–"),
              finding.says() + ": " + finding.evidence()));
    }
    return rows;
  }

  /** The number of statements by verdict, such as {@code 3 reproduced, 1 undecided}. */
  public static String summary(List<Reproduction> reproductions) {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      long count = reproductions.stream().mapToLong(r -> r.count(verdict)).sum();
      if (count > 0) {
        parts.add(String.format(Locale.ROOT, "%d %s", count, verdict.words()));
      }
    }
    return parts.isEmpty() ? "no statements" : String.join(", ", parts);
  }
}
