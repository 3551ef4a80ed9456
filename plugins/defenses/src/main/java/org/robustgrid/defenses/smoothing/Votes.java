package org.robustgrid.defenses.smoothing;

import org.robustgrid.numerics.loss.Softmax;

/** Counts the votes and sums the softmax scores of each class over the draws of one sample. */
final class Votes {

  private final long[] counts;
  private final double[] scores;
  private long draws;

  Votes(int classes) {
    this.counts = new long[classes];
    this.scores = new double[classes];
  }

  /**
   * Adds draws.
   *
   * @param logits [draws × classes]; a draw whose logits are not finite counts, but votes for no
   *     class
   */
  void add(double[] logits) {
    int classes = counts.length;
    double[] probabilities = new double[logits.length];
    for (int offset = 0; offset < logits.length; offset += classes) {
      draws++;
      int best = 0;
      boolean finite = true;
      for (int c = 0; c < classes; c++) {
        finite &= Double.isFinite(logits[offset + c]);
        if (logits[offset + c] > logits[offset + best]) {
          best = c;
        }
      }
      if (!finite) {
        continue;
      }
      counts[best]++;
      Softmax.probabilities(logits, offset, classes, probabilities);
      for (int c = 0; c < classes; c++) {
        scores[c] += probabilities[offset + c];
      }
    }
  }

  long draws() {
    return draws;
  }

  int classes() {
    return counts.length;
  }

  long count(int c) {
    return counts[c];
  }

  double meanScore(int c) {
    return draws == 0 ? 0 : scores[c] / draws;
  }

  /**
   * The class with the most votes, or with the largest mean score if {@code soft}; the first class
   * in a tie.
   */
  int top(boolean soft) {
    return best(soft, -1);
  }

  /** The best class other than {@code excluded}; −1 if there is no other. */
  int second(boolean soft, int excluded) {
    return best(soft, excluded);
  }

  private int best(boolean soft, int excluded) {
    int best = -1;
    for (int c = 0; c < counts.length; c++) {
      if (c != excluded
          && (best < 0 || (soft ? scores[c] > scores[best] : counts[c] > counts[best]))) {
        best = c;
      }
    }
    return best;
  }
}
