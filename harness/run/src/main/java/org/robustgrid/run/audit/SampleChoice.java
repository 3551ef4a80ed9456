package org.robustgrid.run.audit;

import java.util.Comparator;
import java.util.List;
import org.robustgrid.spi.random.RandomKey;

/**
 * Which samples of each attack are attacked again: a share of them, and a few at least, chosen at
 * random. A forger cannot know which, unless the seed is known.
 *
 * @param share of the samples, 0 to 1; none where it is 0
 * @param seed of the choice
 */
public record SampleChoice(double share, long seed) {

  /** Least number of samples of an attack that are attacked again, if it has that many. */
  public static final int LEAST = 3;

  /**
   * A choice.
   *
   * @throws IllegalArgumentException when the share is outside [0, 1]
   */
  public SampleChoice {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a share of 0 to 1, found " + share);
    }
  }

  /** How many of a number of samples are chosen. */
  public int count(int samples) {
    return share == 0 ? 0 : Math.min(samples, Math.max(LEAST, (int) Math.ceil(share * samples)));
  }

  /**
   * Chooses, each subset of the size with the same probability.
   *
   * @param key of the attack's cell
   * @return ascending
   */
  public List<Integer> of(String key, List<Integer> samples) {
    RandomKey random = RandomKey.of(seed).with("audit").with(key);
    return samples.stream()
        .sorted(Comparator.comparingLong(sample -> random.with(sample).state()))
        .limit(count(samples.size()))
        .sorted()
        .toList();
  }

  /**
   * The probability that at least one forged sample of a cell is chosen: 1 − C(n − k, m) / C(n, m),
   * which is at least 1 − (1 − share)ᵏ.
   *
   * @param forged how many are, k
   * @param samples among how many, n
   */
  public double found(int forged, int samples) {
    int chosen = count(samples);
    double missed = 1;
    for (int i = 0; i < chosen; i++) {
      missed *= Math.max(0, samples - forged - i) / (double) (samples - i);
    }
    return 1 - missed;
  }
}
