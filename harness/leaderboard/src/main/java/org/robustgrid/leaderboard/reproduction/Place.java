package org.robustgrid.leaderboard.reproduction;

import java.util.Optional;

/**
 * The position of a value on a leaderboard. Empty parts are taken from elsewhere: a cell of a table
 * takes the parts of its line, then those of its column.
 *
 * @param row label of a row; {@code a + b} for a pair, the earlier in the grid first unless the
 *     figure's name says which is which
 * @param board the paper's name of a threat model; the leaderboard's first board if it is empty
 * @param measure {@code clean}, {@code worst}, {@code attack LABEL} or {@code distance LABEL}
 * @param analysis id of an analysis
 * @param figure name of one of its figures, or {@code LINE at X} for the value of a line; the
 *     paper's name of a threat model in braces stands for the leaderboard's
 */
public record Place(
    Optional<String> row,
    Optional<String> board,
    Optional<String> measure,
    Optional<String> analysis,
    Optional<String> figure) {

  /** This place, with what it does not say taken from another. */
  public Place or(Place other) {
    return new Place(
        row.or(other::row),
        board.or(other::board),
        measure.or(other::measure),
        analysis.or(other::analysis),
        figure.or(other::figure));
  }

  /** The same place in another row. */
  public Place in(String label) {
    return new Place(Optional.of(label), board, measure, analysis, figure);
  }
}
