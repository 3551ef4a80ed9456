package org.robustgrid.report.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.robustgrid.leaderboard.gate.Status;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.leaderboard.gate.Verdict.Finding;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.PairText;

/** Formats a gate's findings as text, the same under every locale. */
public final class FindingText {

  /** What the cells of a finding hold. */
  public static final List<String> COLUMNS =
      List.of(
          "verdict",
          "board",
          "row",
          "what",
          "baseline",
          "candidate",
          "lost",
          "gained",
          "p",
          "p (Holm)",
          "why");

  private FindingText() {}

  /** A finding as a row of a table. */
  public static List<String> cells(Finding finding) {
    return List.of(
        word(finding.status()),
        finding.board(),
        finding.row(),
        finding.what(),
        value(finding, finding.baseline()),
        value(finding, finding.candidate()),
        count(finding.lost()),
        count(finding.gained()),
        p(finding.p()),
        p(finding.adjusted()),
        reason(finding));
  }

  /** The verdict in one line. */
  public static String summary(Verdict verdict) {
    List<String> counts = new ArrayList<>();
    for (Status status : List.of(Status.FAILED, Status.INCONCLUSIVE, Status.PASSED)) {
      counts.add(verdict.of(status).size() + " " + word(status));
    }
    int notes = verdict.of(Status.NOTE).size();
    if (notes > 0) {
      counts.add(notes + (notes == 1 ? " note" : " notes"));
    }
    return "gate "
        + word(verdict.status())
        + ": "
        + String.join(", ", counts)
        + " (level "
        + Numerals.significant(verdict.level(), 3)
        + " for the whole run)";
  }

  /** A status in lower case. */
  public static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /** The findings, gravest first. */
  public static List<Finding> gravestFirst(Verdict verdict) {
    return verdict.findings().stream()
        .sorted(Comparator.comparing(Finding::status).reversed())
        .toList();
  }

  /** A value of a finding, empty if there is none. */
  private static String value(Finding finding, Double value) {
    if (value == null) {
      return "";
    }
    return finding.method() == null ? Numerals.count(value) : Numerals.percent(value);
  }

  /** A count, empty if there is none. */
  private static String count(Integer count) {
    return count == null ? "" : count.toString();
  }

  /** A p-value, empty if there is none. */
  private static String p(Double p) {
    return p == null ? "" : PairText.p(p);
  }

  /** The finding and the method of its decision. */
  public static String reason(Finding finding) {
    return finding.method() == null
        ? finding.message()
        : finding.message() + " (" + finding.method().words() + ")";
  }

  /** Everything about a finding but its place, in one sentence. */
  public static String sentence(Finding finding) {
    StringBuilder out = new StringBuilder();
    if (finding.baseline() != null && finding.candidate() != null) {
      out.append(value(finding, finding.baseline()));
      out.append(" became ").append(value(finding, finding.candidate()));
      if (finding.lost() != null && finding.gained() != null) {
        out.append(", ").append(finding.lost()).append(" samples lost and ");
        out.append(finding.gained()).append(" gained");
      }
      if (finding.p() != null && finding.adjusted() != null) {
        out.append(", p ").append(p(finding.p()));
        out.append(", corrected over the run ").append(p(finding.adjusted()));
      }
      out.append(": ");
    }
    return out.append(reason(finding)).toString();
  }
}
