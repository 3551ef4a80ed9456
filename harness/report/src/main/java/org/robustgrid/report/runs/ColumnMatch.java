package org.robustgrid.report.runs;

import java.util.Optional;
import org.robustgrid.leaderboard.statistics.PairedComparison;
import org.robustgrid.report.text.Outcome;

/**
 * One column of a row in both runs.
 *
 * @param paired A against B sample by sample; empty if one has no result or the samples differ
 * @param adjusted its p-value, corrected by Holm over the rows of the board; 1 where empty
 */
public record ColumnMatch(
    Outcome first, Outcome second, Optional<PairedComparison> paired, double adjusted) {

  /** What the evidence shows, in words. */
  public String verdict() {
    if (paired.isEmpty()) {
      return "not compared";
    }
    if (adjusted > PairedComparison.LEVEL) {
      return "no difference shown";
    }
    return paired.get().difference().estimate() > 0 ? "A higher" : "B higher";
  }

  /** Whether the two runs differ significantly. */
  public boolean differs() {
    return paired.isPresent() && adjusted <= PairedComparison.LEVEL;
  }
}
