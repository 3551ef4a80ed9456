package org.robustgrid.leaderboard.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact one-sided randomisation test of paired differences (Fisher 1935; Pitman 1937): if
 * nothing got worse, each sample's difference could equally well have the other sign. A sample is
 * one unit under all seeds, because seeds do not fail independently on the same sample. With one
 * seed this is McNemar's exact test.
 */
public final class SignFlipTest {

  private SignFlipTest() {}

  /**
   * The probability of losses at least this large if gains and losses are equally likely.
   *
   * @param differences by sample: under how many seeds it is right now, less under how many it was
   */
  public static double drop(int[] differences) {
    Map<Integer, Integer> sizes = new TreeMap<>();
    int lost = 0;
    for (int difference : differences) {
      if (difference != 0) {
        sizes.merge(Math.abs(difference), 1, Integer::sum);
        lost += Math.max(0, -difference);
      }
    }
    if (lost == 0) {
      return 1;
    }
    // the distribution of what is lost, where each size is lost by a fair coin
    double[] distribution = {1};
    for (Map.Entry<Integer, Integer> size : sizes.entrySet()) {
      distribution = convolve(distribution, size.getKey(), size.getValue());
    }
    double p = 0;
    for (int i = distribution.length - 1; i >= lost; i--) {
      p += distribution[i];
    }
    return Math.min(1, p);
  }

  /** The smallest p-value that differences of these sizes allow: all of them losses. */
  public static double least(int[] differences) {
    return Math.pow(0.5, Arrays.stream(differences).filter(d -> d != 0).count());
  }

  /** Adds {@code size} times a binomial of {@code count} fair coins. */
  private static double[] convolve(double[] distribution, int size, int count) {
    BinomialDistribution coins = BinomialDistribution.of(count, 0.5);
    double[] result = new double[distribution.length + size * count];
    for (int k = 0; k <= count; k++) {
      double weight = coins.probability(k);
      if (weight > 0) {
        for (int i = 0; i < distribution.length; i++) {
          result[i + size * k] += weight * distribution[i];
        }
      }
    }
    return result;
  }
}
