package org.robustgrid.numerics.similarity;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The first of many candidates by a score; of equal scores the earlier candidate comes first.
 *
 * @since 0.1
 */
public final class Nearest {

  private Nearest() {}

  /** Indices of the {@code count} largest similarities, the largest first. */
  public static int[] bySimilarity(double[] similarities, int count) {
    return first(
        similarities.length,
        Comparator.comparingDouble((Integer i) -> similarities[i]).reversed(),
        count);
  }

  /** Indices of the {@code count} smallest distances, in ascending order. */
  public static int[] byDistance(double[] distances, int count) {
    return first(distances.length, Comparator.comparingDouble((Integer i) -> distances[i]), count);
  }

  private static int[] first(int size, Comparator<Integer> order, int count) {
    return IntStream.range(0, size)
        .boxed()
        .sorted(order)
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
