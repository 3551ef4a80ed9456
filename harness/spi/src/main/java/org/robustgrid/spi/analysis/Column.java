package org.robustgrid.spi.analysis;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A further column of a board, beside the worst case: which samples are right and also survive
 * something beyond the board's attacks. It changes no other figure.
 *
 * @since 0.1
 */
public final class Column {

  private final String name;
  private final boolean[] survives;
  private final SortedMap<String, Integer> by;
  private final SortedMap<String, Double> distances;

  /**
   * A column.
   *
   * @param name the column's head
   * @param survives for each of the row's samples; none that is wrong without attack does
   * @param by how many samples each source broke first, by its name; may be empty
   * @param distances of the images that broke samples, by norm, for example a median; may be empty
   */
  public Column(
      String name, boolean[] survives, Map<String, Integer> by, Map<String, Double> distances) {
    Require.text("a column", "name", name);
    this.name = name;
    this.survives = survives.clone();
    this.by = Collections.unmodifiableSortedMap(new TreeMap<>(by));
    this.distances = Collections.unmodifiableSortedMap(new TreeMap<>(distances));
    this.distances.forEach(
        (norm, value) ->
            Require.that(Double.isFinite(value), "column '" + name + "'", "has no finite " + norm));
  }

  public String name() {
    return name;
  }

  /** For each of the row's samples, whether it is right and survives. */
  public boolean[] survives() {
    return survives.clone();
  }

  /** How many samples each source broke first, by its name. */
  public SortedMap<String, Integer> by() {
    return by;
  }

  /** Distances of the images that broke samples, by norm. */
  public SortedMap<String, Double> distances() {
    return distances;
  }
}
