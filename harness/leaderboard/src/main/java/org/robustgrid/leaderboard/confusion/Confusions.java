package org.robustgrid.leaderboard.confusion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.ThreatModelEntry;

/** The confusions a report may show, by board and row. */
public final class Confusions {

  /** No confusions: the stored predictions are not available, and the report says so. */
  public static final Confusions NONE = new Confusions(List.of());

  private record Place(String dataset, ThreatModelEntry threatModel, String row) {}

  private final Map<Place, Confusion> byPlace = new HashMap<>();

  /**
   * Collects confusions.
   *
   * @param all in any order, one at most of a board and row
   */
  public Confusions(List<Confusion> all) {
    all.forEach(c -> byPlace.put(new Place(c.dataset(), c.threatModel(), c.row()), c));
  }

  /** The confusion of a row on a board, empty if its predictions are not available. */
  public Optional<Confusion> of(Board board, Row row) {
    return Optional.ofNullable(
        byPlace.get(new Place(board.dataset(), board.threatModel(), row.label())));
  }
}
