package org.robustgrid.leaderboard.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What an analysis is about: a board, a row, two rows, or one seed of them.
 *
 * @param row label of a row; null for the whole board
 * @param seed of the row, or of both; null for all seeds
 * @param other label of the second row of a pair, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Subject(String row, Long seed, String other) {

  public Subject {
    Values.require(
        row != null || seed == null && other == null, "a subject", "without a row is a board");
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

  /** Two rows under one seed. */
  public static Subject pair(String first, String second, long seed) {
    return new Subject(first, seed, second);
  }

  /** In words; empty for a board. */
  public String words() {
    if (row == null) {
      return "";
    }
    String rows = other == null ? row : row + " and " + other;
    return seed == null ? rows : rows + ", seed " + seed;
  }
}
