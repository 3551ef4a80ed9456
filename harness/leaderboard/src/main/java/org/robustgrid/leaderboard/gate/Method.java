package org.robustgrid.leaderboard.gate;

/** How two results of one row were compared. */
public enum Method {
  /** The same weights: McNemar's exact test, one-sided, on the samples. */
  SAME_WEIGHTS("same weights: exact one-sided McNemar test"),
  /** Trained again, with seeds enough: an exact permutation test over the trainings. */
  SEEDS("trained again: exact permutation test over seeds"),
  /** Trained again, with too few seeds for a test over them: what a check found is counted. */
  COUNTS("trained again: exact test of more than twice what the check found before"),
  /** Trained again, with too few seeds for a test: the policy's margin. */
  MARGIN("trained again: declared margin"),
  /** Trained again, with too few seeds for a test, and not held to a margin. */
  NONE("trained again: not tested");

  private final String words;

  Method(String words) {
    this.words = words;
  }

  /** The method in words. */
  public String words() {
    return words;
  }
}
