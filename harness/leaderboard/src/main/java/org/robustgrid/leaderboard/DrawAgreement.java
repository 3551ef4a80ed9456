package org.robustgrid.leaderboard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.robustgrid.leaderboard.statistics.Intervals;

/**
 * How accurate a randomised classifier is in a single judgement, over its draws alone: the samples
 * are held fixed, so that this interval says nothing about other samples.
 *
 * @param mean share of judgements that agree with the label, over all samples
 * @param low lower end of the mean's normal interval over draws
 * @param high upper end
 * @param spread standard deviation of the accuracy of one judgement of all samples
 */
public record DrawAgreement(double mean, double low, double high, double spread) {

  /**
   * Estimates from judgements, which are independent between samples and draws.
   *
   * @param agreement by sample; at least one
   * @param judgements of each sample, at least two
   */
  public static DrawAgreement of(List<Double> agreement, int judgements) {
    double sum = 0;
    double variance = 0;
    for (double p : agreement) {
      sum += p;
      // the unbiased variance of one judgement of this sample
      variance += p * (1 - p) * judgements / (judgements - 1.0);
    }
    int samples = agreement.size();
    double mean = sum / samples;
    double spread = Math.sqrt(variance) / samples;
    double z =
        NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - Intervals.CONFIDENCE) / 2);
    double half = z * spread / Math.sqrt(judgements);
    return new DrawAgreement(mean, Math.max(0, mean - half), Math.min(1, mean + half), spread);
  }

  /** The figures that a row shows. */
  public Map<String, Double> figures() {
    String name = Leaderboard.DRAW_AGREEMENT;
    return Map.of(
        name, mean, name + ", low", low, name + ", high", high, name + ", spread", spread);
  }

  /** What a reader should know, in words. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "one judgement is right on %.1f %% [%.1f, %.1f] of the clean samples, over draws",
        100 * mean,
        100 * low,
        100 * high);
  }
}
