package org.robustgrid.leaderboard;

import java.util.List;
import java.util.stream.IntStream;

/** Counts and compares outcome bits of the same samples. */
final class BitPairs {

  private BitPairs() {}

  /** Which of the samples that both have are 1 in the first and 0 in the second. */
  static List<Integer> only(String first, String second) {
    return IntStream.range(0, both(first, second))
        .filter(i -> first.charAt(i) == '1' && second.charAt(i) == '0')
        .boxed()
        .toList();
  }

  /** Whether some sample that both have is 1 in the first and 0 in the second. */
  static boolean anyOnly(String first, String second) {
    for (int i = 0; i < both(first, second); i++) {
      if (first.charAt(i) == '1' && second.charAt(i) == '0') {
        return true;
      }
    }
    return false;
  }

  /** How many samples are 1. */
  static int ones(String bits) {
    int ones = 0;
    for (int i = 0; i < bits.length(); i++) {
      ones += bits.charAt(i) == '1' ? 1 : 0;
    }
    return ones;
  }

  /** Whether a text is outcome bits. */
  static boolean areBits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '0' && text.charAt(i) != '1') {
        return false;
      }
    }
    return true;
  }

  /** How many samples both have. */
  static int both(String first, String second) {
    return Math.min(first.length(), second.length());
  }
}
