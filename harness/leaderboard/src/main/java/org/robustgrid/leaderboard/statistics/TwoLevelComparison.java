package org.robustgrid.leaderboard.statistics;

import java.util.Optional;
import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Compares two defenses over training seeds and samples at once: the difference of their mean rates
 * against what other trainings and other samples would change. The model is Obuchowski and
 * Rockette's (1995, Communications in Statistics 24:285–308), with seeds for readers, nested in
 * defenses:
 *
 * <pre>
 * variance = seeds' variance of A / seeds of A + the same of B + variance over samples
 * </pre>
 *
 * The part that seeds and samples share is counted with the seeds only. The variance over samples
 * is that of the paired differences, with a pseudo-sample for either side as Agresti and Min (2005)
 * add it, so that it is not zero where no sample differs.
 *
 * <p>The defenses' spreads may differ, and so may their numbers of seeds. Each part therefore has a
 * quantile of its own (Banerjee 1960, Sankhyā 22:357–378): the half-width of the interval is
 *
 * <pre>
 * √(t²(seeds of A − 1) · variance of A + t²(seeds of B − 1) · variance of B + z² · variance over samples)
 * </pre>
 *
 * which keeps the level for any spreads. Degrees of freedom for the whole sum do not: the pooled
 * ones reject equal defenses in up to 26 % instead of 5 % at 2 against 10 seeds, Satterthwaite's in
 * up to 11 %. The price is power: with 2 seeds a side only large differences are significant. Rates
 * are counts, so that trainings tie by chance; a side's spread is taken to be at least that of two
 * trainings half a sample apart.
 *
 * <p>A side with one seed is that one model: it brings no variance between seeds, and the result is
 * about no other training of it.
 *
 * @param difference of the mean rates, the first less the second
 * @param p two-sided
 * @param seedError standard error that comes from the choice of seeds
 * @param sampleError standard error that comes from the choice of samples
 */
public record TwoLevelComparison(
    Difference difference, double p, double seedError, double sampleError) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Smaller p-values are reported as this one, so that a quantile's square stays finite. */
  private static final double LEAST = 1e-100;

  /** A part of the variance and the distribution of its quantile; empty for the normal one. */
  private record Part(double variance, Optional<TDistribution> student) {

    static Part of(SeedVariance side, int samples) {
      if (side.seeds() < 2) {
        return new Part(0, Optional.empty());
      }
      double halfSample = 0.5 / samples;
      return new Part(
          Math.max(side.observed(), halfSample * halfSample / 2) / side.seeds(),
          Optional.of(TDistribution.of(side.seeds() - 1.0)));
    }

    /** Its part of the squared half-width at a two-sided level. */
    double squared(double level) {
      double quantile =
          student.isPresent()
              ? student.get().inverseSurvivalProbability(level / 2)
              : NORMAL.inverseSurvivalProbability(level / 2);
      return quantile * quantile * variance;
    }
  }

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
    if (first.seeds() + second.seeds() < 3) {
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
    Part[] parts = {
      Part.of(a, samples), Part.of(b, samples), new Part(sampleVariance, Optional.empty())
    };
    double half = Math.sqrt(squared(parts, 1 - confidence));
    double estimate = sum / samples;
    return new TwoLevelComparison(
        new Difference(
            estimate,
            Math.max(-1, Math.min(estimate, centre - half)),
            Math.min(1, Math.max(estimate, centre + half))),
        p(parts, Math.abs(centre)),
        Math.sqrt(seedVariance),
        Math.sqrt(sampleVariance));
  }

  private static double squared(Part[] parts, double level) {
    double sum = 0;
    for (Part part : parts) {
      sum += part.squared(level);
    }
    return sum;
  }

  /** The level at which the half-width is the difference. */
  private static double p(Part[] parts, double difference) {
    if (difference == 0) {
      return 1;
    }
    double error = 0;
    double degrees = Double.POSITIVE_INFINITY;
    for (Part part : parts) {
      error += part.variance();
      if (part.student().isPresent()) {
        degrees = Math.min(degrees, part.student().get().getDegreesOfFreedom());
      }
    }
    double t = difference / Math.sqrt(error);
    // all quantiles lie between the normal one and that of the fewest degrees of freedom
    double low = Math.max(LEAST, 2 * NORMAL.survivalProbability(t));
    double high = Math.min(1, 2 * TDistribution.of(degrees).survivalProbability(t));
    double target = 2 * Math.log(difference);
    if (high <= low || Math.log(squared(parts, low)) <= target) {
      return low;
    }
    if (Math.log(squared(parts, high)) >= target) {
      return high;
    }
    double root =
        new BrentSolver(1e-12, 1e-12, 1e-12)
            .findRoot(
                x -> Math.log(squared(parts, Math.exp(x))) - target, Math.log(low), Math.log(high));
    return Math.min(1, Math.exp(root));
  }
}
