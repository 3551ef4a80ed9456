package org.robustgrid.run.scoring;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many samples an attack broke within 1, 2, 5, 10, 20, 50, … passes. */
final class BrokenWithin {

  private static final long[] STEPS = {1, 2, 5};

  private BrokenWithin() {}

  /**
   * Counts samples, up to the first number of passes within which all were broken.
   *
   * @param brokenAfter by sample, null where it was not broken; null where it is not known
   * @return null where it is not known; empty where none was broken
   */
  static SortedMap<Long, Integer> of(List<Long> brokenAfter) {
    if (brokenAfter == null) {
      return null;
    }
    long[] passes =
        brokenAfter.stream().filter(Objects::nonNull).mapToLong(Long::longValue).sorted().toArray();
    SortedMap<Long, Integer> within = new TreeMap<>();
    int count = 0;
    for (int step = 0; count < passes.length; step++) {
      long most = STEPS[step % 3] * (long) Math.pow(10, step / 3);
      while (count < passes.length && passes[count] <= most) {
        count++;
      }
      within.put(most, count);
    }
    return within;
  }
}
