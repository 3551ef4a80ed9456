package org.robustgrid.leaderboard.statistics;

import java.util.List;

/**
 * Right or wrong, by seed and sample: what one model, or one defense over its trainings, did on a
 * set of samples.
 */
public final class Outcomes {

  private final List<String> bits;

  /** The bits again, by seed, 64 samples a word: paired tests count them for every pair of rows. */
  private final long[][] words;

  private int[] rightBySample;

  /**
   * Outcomes of at least one seed.
   *
   * @param bits one text a seed, one character a sample, 1 where it is right; all of the same
   *     length
   */
  public Outcomes(List<String> bits) {
    this.bits = List.copyOf(bits);
    if (bits.stream().mapToInt(String::length).distinct().count() != 1) {
      throw new IllegalArgumentException("outcomes of one length by seed, at least one seed");
    }
    this.words = this.bits.stream().map(Outcomes::words).toArray(long[][]::new);
  }

  private static long[] words(String text) {
    long[] words = new long[(text.length() + Long.SIZE - 1) / Long.SIZE];
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '1') {
        words[i / Long.SIZE] |= 1L << i;
      }
    }
    return words;
  }

  /** One text a seed, one character a sample, 1 where it is right. */
  public List<String> bits() {
    return bits;
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
    int right = 0;
    for (long word : words[seed]) {
      right += Long.bitCount(word);
    }
    return right;
  }

  /** How many samples the first seed gets right and the other's first seed does not. */
  int onlyRight(Outcomes other) {
    int only = 0;
    for (int i = 0; i < words[0].length; i++) {
      only += Long.bitCount(words[0][i] & ~other.words[0][i]);
    }
    return only;
  }

  /** Share of right answers over all seeds; there must be a sample. */
  public double rate() {
    double all = 0;
    for (int seed = 0; seed < seeds(); seed++) {
      all += right(seed);
    }
    return all / seeds() / samples();
  }

  /** Under how many seeds each sample is right; the caller may change the array. */
  public int[] rightBySample() {
    if (rightBySample == null) {
      int[] right = new int[samples()];
      for (String seed : bits) {
        for (int i = 0; i < right.length; i++) {
          right[i] += seed.charAt(i) == '1' ? 1 : 0;
        }
      }
      rightBySample = right;
    }
    return rightBySample.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outcomes outcomes && bits.equals(outcomes.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return "Outcomes" + bits;
  }
}
