package org.robustgrid.leaderboard.reproduction;

import java.util.List;
import java.util.OptionalDouble;

/** Something that a paper says about its table or figure. */
public sealed interface Statement {

  /** In words. */
  String says();

  /**
   * Rows stand in an order.
   *
   * @param rows labels, the largest first, at least two
   * @param place of the value that is compared
   */
  record Order(String says, List<String> rows, Place place) implements Statement {

    public Order {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A value has a bound.
   *
   * @param atMost upper bound; rates are shares
   * @param atLeast lower bound
   */
  record Bound(String says, Place place, OptionalDouble atMost, OptionalDouble atLeast)
      implements Statement {}

  /**
   * A line of an analysis rises or falls.
   *
   * @param place of the analysis
   * @param series name of the line
   * @param axis name of the line's y axis; empty if the name is enough
   * @param rises whether it rises
   */
  record Trend(String says, Place place, String series, String axis, boolean rises)
      implements Statement {}

  /**
   * Something that cannot be tested here.
   *
   * @param why in words
   */
  record Untestable(String says, String why) implements Statement {}
}
