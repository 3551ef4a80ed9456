package org.robustgrid.leaderboard;

import java.util.List;
import java.util.stream.IntStream;

/** Compares outcome bits of the same samples. */
final class BitPairs {

  private BitPairs() {}

  /** Which of the samples that both have are 1 in the first and 0 in the second. */
  static List<Integer> only(String first, String second) {
    return IntStream.range(0, both(first, second))
        .filter(i -> first.charAt(i) == '1' && second.charAt(i) == '0')
        .boxed()
        .toList();
  }

  /** How many samples both have. */
  static int both(String first, String second) {
    return Math.min(first.length(), second.length());
  }
}
