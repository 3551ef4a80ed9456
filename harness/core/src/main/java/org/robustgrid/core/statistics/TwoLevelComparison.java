package org.robustgrid.core.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Compares two defenses over training seeds and samples at once: the difference of their mean rates
 * against what other trainings and other samples would change. Model, denominator and degrees of
 * freedom are those of Obuchowski and Rockette (1995, Communications in Statistics 24:285–308),
 * with seeds for readers, nested in defenses:
 *
 * <pre>
 * variance = seeds' variance of A / seeds of A + the same of B + variance over samples
 * </pre>
 *
 * The part that seeds and samples share is counted with the seeds only. The variance over samples
 * is that of the paired differences, with a pseudo-sample for either side as Agresti and Min (2005)
 * add it, so that it is not zero where no sample differs. The degrees of freedom are those of the
 * seeds alone; less cautious ones (Hillis 2007) reject up to ten times too often far out in the
 * tail with two seeds, where a correction for many pairs looks. A side with one seed is that one
 * model: it brings no variance between seeds, and the result is about no other training of it.
 *
 * @param difference of the mean rates, the first less the second
 * @param p two-sided, by Student's distribution
 * @param seedError standard error that comes from the choice of seeds
 * @param sampleError standard error that comes from the choice of samples
 * @param degrees of freedom
 */
public record TwoLevelComparison(
    Difference difference, double p, double seedError, double sampleError, int degrees) {

  /**
   * Compares.
   *
   * @param first outcomes on the same samples as {@code second}, at least one sample, and together
   *     more than two seeds
   * @param confidence of the interval, in (0, 1)
   */
  public static TwoLevelComparison of(Outcomes first, Outcomes second, double confidence) {
    int samples = first.samples();
    if (samples < 1 || second.samples() != samples) {
      throw new IllegalArgumentException(samples + " and " + second.samples() + " samples");
    }
    int degrees = first.seeds() + second.seeds() - 2;
    if (degrees < 1) {
      throw new IllegalArgumentException("one seed a side has no variance between seeds");
    }
    int[] firstRight = first.rightBySample();
    int[] secondRight = second.rightBySample();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < samples; i++) {
      double d = firstRight[i] / (double) first.seeds() - secondRight[i] / (double) second.seeds();
      sum += d;
      squares += d * d;
    }
    double centre = sum / (samples + 2);
    double paired = ((squares + 1) / (samples + 2) - centre * centre) / (samples + 2);
    SeedVariance a = SeedVariance.of(first);
    SeedVariance b = SeedVariance.of(second);
    double seedVariance = a.observed() / a.seeds() + b.observed() / b.seeds();
    double shared = a.chance() / a.seeds() + b.chance() / b.seeds();
    double sampleVariance = Math.max(0, paired - shared);
    if (seedVariance + sampleVariance == 0) {
      sampleVariance = paired;
    }
    double variance = seedVariance + sampleVariance;
    TDistribution student = TDistribution.of(degrees);
    double error = Math.sqrt(variance);
    double half = student.inverseSurvivalProbability((1 - confidence) / 2) * error;
    double estimate = sum / samples;
    return new TwoLevelComparison(
        new Difference(
            estimate,
            Math.max(-1, Math.min(estimate, centre - half)),
            Math.min(1, Math.max(estimate, centre + half))),
        Math.min(1, 2 * student.survivalProbability(Math.abs(centre) / error)),
        Math.sqrt(seedVariance),
        Math.sqrt(sampleVariance),
        degrees);
  }
}
