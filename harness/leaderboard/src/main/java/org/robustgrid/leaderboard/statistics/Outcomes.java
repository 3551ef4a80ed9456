package org.robustgrid.leaderboard.statistics;

import java.util.List;

/**
 * Right or wrong, by seed and sample: what one model, or one defense over its trainings, did on a
 * set of samples.
 *
 * @param bits one text a seed, one character a sample, 1 where it is right; at least one seed, all
 *     of the same length
 */
public record Outcomes(List<String> bits) {

  public Outcomes {
    bits = List.copyOf(bits);
    if (bits.stream().mapToInt(String::length).distinct().count() != 1) {
      throw new IllegalArgumentException("outcomes of one length by seed, at least one seed");
    }
  }

  public int seeds() {
    return bits.size();
  }

  public int samples() {
    return bits.get(0).length();
  }

  /** The outcomes of the first so many samples only, at most all. */
  public Outcomes first(int count) {
    return count == samples()
        ? this
        : new Outcomes(bits.stream().map(b -> b.substring(0, count)).toList());
  }

  /** How many samples a seed gets right. */
  public int right(int seed) {
    String text = bits.get(seed);
    int right = 0;
    for (int i = 0; i < text.length(); i++) {
      right += text.charAt(i) == '1' ? 1 : 0;
    }
    return right;
  }

  /** Share of right answers over all seeds; there must be a sample. */
  public double rate() {
    double all = 0;
    for (int seed = 0; seed < seeds(); seed++) {
      all += right(seed);
    }
    return all / seeds() / samples();
  }

  /** Under how many seeds each sample is right. */
  public int[] rightBySample() {
    int[] right = new int[samples()];
    for (String seed : bits) {
      for (int i = 0; i < right.length; i++) {
        right[i] += seed.charAt(i) == '1' ? 1 : 0;
      }
    }
    return right;
  }
}
