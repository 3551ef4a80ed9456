package org.robustgrid.leaderboard.statistics;

import java.util.List;

/**
 * Right or wrong, by seed and sample: what one model, or one defense over its trainings, did on a
 * set of samples.
 */
public final class Outcomes {

  private final List<Bits> bits;
  private int[] rightBySample;

  /**
   * Outcomes of at least one seed.
   *
   * @param bits by seed, all of the same length
   */
  public Outcomes(List<Bits> bits) {
    this.bits = List.copyOf(bits);
    if (bits.stream().mapToInt(Bits::length).distinct().count() != 1) {
      throw new IllegalArgumentException("outcomes of one length by seed, at least one seed");
    }
  }

  /** By seed, 1 if a sample is right. */
  public List<Bits> bits() {
    return bits;
  }

  public int seeds() {
    return bits.size();
  }

  public int samples() {
    return bits.get(0).length();
  }

  /** The outcomes of the first samples, at most all. */
  public Outcomes first(int count) {
    return count == samples()
        ? this
        : new Outcomes(bits.stream().map(b -> b.first(count)).toList());
  }

  /** How many samples a seed gets right. */
  public int right(int seed) {
    return bits.get(seed).count();
  }

  /** How many samples the first seed gets right and the other's first seed does not. */
  int onlyRight(Outcomes other) {
    return bits.get(0).andNot(other.bits.get(0)).count();
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
      bits.forEach(seed -> seed.right().forEach(i -> right[i]++));
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
