package org.robustgrid.leaderboard.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What an analysis is about: a board, a row, one seed of a row, or two rows.
 *
 * @param row label of a row; null for the whole board
 * @param seed of the row; null for all its seeds
 * @param other label of the second row of a pair, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Subject(String row, Long seed, String other) {

  public Subject {
    Values.require(
        row != null || seed == null && other == null, "a subject", "without a row is a board");
    Values.require(seed == null || other == null, "a subject", "is a seed or a pair, not both");
  }

  public static Subject board() {
    return new Subject(null, null, null);
  }

  public static Subject row(String label) {
    return new Subject(label, null, null);
  }

  public static Subject seed(String label, long seed) {
    return new Subject(label, seed, null);
  }

  public static Subject pair(String first, String second) {
    return new Subject(first, null, second);
  }

  /** In words; empty for a board. */
  public String words() {
    if (row == null) {
      return "";
    }
    return other != null ? row + " and " + other : seed != null ? row + ", seed " + seed : row;
  }
}
