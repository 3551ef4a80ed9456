package org.robustgrid.leaderboard.statistics;

/**
 * The variance of one defense's rate between its training seeds, from a two-way layout of seeds and
 * samples, both drawn at random (Obuchowski and Rockette 1995; for right and wrong answers Gallas,
 * Pennello and Myers 2007). Seeds whose true rates are equal still show an observed spread by
 * chance; {@code component} is the variance without it.
 *
 * @param seeds number of seeds
 * @param observed variance of the seeds' rates (n − 1); 0 with one seed
 * @param chance what the observed variance would be on average if trainings had the same true rate;
 *     0 with one seed
 */
public record SeedVariance(int seeds, double observed, double chance) {

  /** Estimates from the outcomes on at least one sample. */
  public static SeedVariance of(Outcomes outcomes) {
    int seeds = outcomes.seeds();
    int samples = outcomes.samples();
    if (seeds < 2 || samples < 2) {
      return new SeedVariance(seeds, 0, 0);
    }
    double total = 0;
    double squaresBySeed = 0;
    for (int seed = 0; seed < seeds; seed++) {
      double right = outcomes.right(seed);
      total += right;
      squaresBySeed += right * right / samples;
    }
    double squaresBySample = 0;
    for (int right : outcomes.rightBySample()) {
      squaresBySample += (double) right * right / seeds;
    }
    double mean = total * total / seeds / samples;
    double betweenSeeds = Math.max(0, squaresBySeed - mean);
    // an outcome of 0 or 1 is its own square
    double rest = Math.max(0, total - squaresBySeed - squaresBySample + mean);
    return new SeedVariance(
        seeds, betweenSeeds / samples / (seeds - 1), rest / (seeds - 1) / (samples - 1) / samples);
  }

  /** The variance between trainings' true rates, at least 0. */
  public double component() {
    return Math.max(0, observed - chance);
  }

  /** Standard deviation between the seeds' rates as measured. */
  public double spread() {
    return Math.sqrt(observed);
  }

  /** Standard deviation between trainings' true rates. */
  public double trueSpread() {
    return Math.sqrt(component());
  }
}
