package org.robustgrid.leaderboard.reproduction;

import java.util.Optional;

/**
 * What a leaderboard says about a statement, or about one pair of rows of it.
 *
 * @param says the statement in words
 * @param verdict what became of it
 * @param evidence numbers, or why there are none
 * @param p two-sided, before correction; empty if nothing was tested
 * @param adjusted corrected by Holm over what was tested of the entry
 */
public record Finding(
    String says, Verdict verdict, String evidence, Optional<Double> p, Optional<Double> adjusted) {

  /** What became of a statement. */
  public enum Verdict {
    /** It is there beyond chance. */
    REPRODUCED("reproduced"),
    /** The opposite is there beyond chance. */
    OPPOSITE("the opposite"),
    /** Neither is there beyond chance. */
    UNDECIDED("undecided"),
    /** There is nothing to test it by. */
    NOT_TESTABLE("not testable");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
