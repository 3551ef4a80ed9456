package org.robustgrid.leaderboard.statistics;

import java.util.Arrays;

/**
 * The exact one-sided permutation test of two groups of trainings (Pitman 1937): if nothing got
 * worse, every division of all trainings into groups of these sizes is equally likely. All
 * divisions are counted, by the shift algorithm of Streitberg and Röhmel (1986), not sampled.
 */
public final class SeedPermutationTest {

  private SeedPermutationTest() {}

  /**
   * The probability of a second group with a sum as low as this or lower.
   *
   * @param before number of right samples of each training, at least one training
   * @param after the same after the change, on the same samples
   */
  public static double drop(int[] before, int[] after) {
    int[] all = Arrays.copyOf(before, before.length + after.length);
    System.arraycopy(after, 0, all, before.length, after.length);
    int least = Arrays.stream(all).min().orElseThrow();
    int observed = 0;
    for (int value : after) {
      observed += value - least;
    }
    // divisions by size of the second group and its sum, as far as the sum observed
    double[][] divisions = new double[after.length + 1][observed + 1];
    divisions[0][0] = 1;
    for (int value : all) {
      int shift = value - least;
      for (int size = after.length; size > 0; size--) {
        for (int sum = observed; sum >= shift; sum--) {
          divisions[size][sum] += divisions[size - 1][sum - shift];
        }
      }
    }
    double lower = Arrays.stream(divisions[after.length]).sum();
    return Math.min(1, lower * least(before.length, after.length));
  }

  /** The smallest p-value that groups of these sizes can have: one division of all. */
  public static double least(int before, int after) {
    double p = 1;
    for (int i = 1; i <= after; i++) {
      p *= i / (double) (before + i);
    }
    return p;
  }
}
