package org.robustgrid.core.leaderboard;

/** Compares outcome bits of the same samples. */
final class BitPairs {

  private BitPairs() {}

  /** How many of the samples that both have are 1 in the first and 0 in the second. */
  static int only(String first, String second) {
    int count = 0;
    for (int i = 0; i < Math.min(first.length(), second.length()); i++) {
      count += first.charAt(i) == '1' && second.charAt(i) == '0' ? 1 : 0;
    }
    return count;
  }
}
