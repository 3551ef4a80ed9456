package org.robustgrid.numerics.logit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The rank order of a logit vector and the statistics that Seguin et al. (2021) derive from it.
 *
 * @since 0.1
 */
public final class LogitRanking {

  private LogitRanking() {}

  /** Classes from the largest logit to the smallest; of equal logits the earlier class first. */
  public static int[] order(double[] logits) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer c) -> logits[c]).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The largest logit minus the second largest; at least 2 classes. */
  public static double gap(double[] logits) {
    int[] order = order(logits);
    return logits[order[0]] - logits[order[1]];
  }

  /** The largest logit. */
  public static double largest(double[] logits) {
    return Arrays.stream(logits).max().orElse(Double.NaN);
  }

  /**
   * The average overlap of two rankings (Webber, Moffat and Zobel 2010): AO@k = (1/k) Σ_{d=1..k}
   * |top_d(a) ∩ top_d(b)| / d.
   *
   * @return AO@1 … AO@classes
   */
  public static double[] averageOverlap(double[] a, double[] b) {
    int[] first = order(a);
    int[] second = order(b);
    boolean[] inFirst = new boolean[a.length];
    boolean[] inSecond = new boolean[a.length];
    double[] overlap = new double[a.length];
    int common = 0;
    double sum = 0;
    for (int depth = 1; depth <= a.length; depth++) {
      int one = first[depth - 1];
      int other = second[depth - 1];
      inFirst[one] = true;
      inSecond[other] = true;
      common += inSecond[one] ? 1 : 0;
      common += one != other && inFirst[other] ? 1 : 0;
      sum += (double) common / depth;
      overlap[depth - 1] = sum / depth;
    }
    return overlap;
  }
}
