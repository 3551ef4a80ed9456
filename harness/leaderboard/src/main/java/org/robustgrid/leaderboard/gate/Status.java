package org.robustgrid.leaderboard.gate;

/** What a gate found, from harmless to grave; a whole gate is as grave as its gravest finding. */
public enum Status {
  /** Something to know that decides nothing. */
  NOTE,
  /** Not significantly worse than the baseline. */
  PASSED,
  /** The evidence that the policy asks for is not there. */
  INCONCLUSIVE,
  /** Worse than the baseline, or not comparable. */
  FAILED
}
