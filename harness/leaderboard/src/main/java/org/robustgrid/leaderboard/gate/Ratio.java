package org.robustgrid.leaderboard.gate;

import java.util.Locale;
import java.util.Optional;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/** Holds a cost to its baseline. */
final class Ratio {

  private Ratio() {}

  /**
   * Compares a cost.
   *
   * @param most largest ratio that passes
   */
  static Finding check(
      String board,
      String row,
      String what,
      Optional<Double> baseline,
      Optional<Double> candidate,
      double most) {
    if (baseline.isEmpty() || candidate.isEmpty() || baseline.get() <= 0) {
      return Finding.of(
          Status.INCONCLUSIVE,
          board,
          row,
          what,
          "the policy gates it, but "
              + (candidate.isEmpty() ? "the candidate" : "the baseline")
              + " does not have it");
    }
    double ratio = candidate.get() / baseline.get();
    boolean failed = ratio > most;
    return new Finding(
        failed ? Status.FAILED : Status.PASSED,
        board,
        row,
        what,
        null,
        baseline.get(),
        candidate.get(),
        null,
        null,
        null,
        null,
        String.format(
            Locale.ROOT,
            "%.2f times the baseline's, %s %.2f",
            ratio,
            failed ? "more than" : "at most",
            most));
  }
}
