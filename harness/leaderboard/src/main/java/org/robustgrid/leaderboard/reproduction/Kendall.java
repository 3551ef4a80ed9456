package org.robustgrid.leaderboard.reproduction;

import java.util.List;

/**
 * Kendall's test of whether values rise with their positions (Kendall 1938; Mann 1945), exact: the
 * distribution of the number of pairs out of order under random orders. Ties count as half.
 *
 * @param tau pairs in order less those out of order, divided by all pairs
 * @param p two-sided
 */
record Kendall(double tau, double p) {

  /** Tests values in the order of their positions, at least two. */
  static Kendall of(List<Double> x, List<Double> y) {
    int n = x.size();
    double inversions = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double product = Math.signum(x.get(j) - x.get(i)) * Math.signum(y.get(j) - y.get(i));
        inversions += (1 - product) / 2;
      }
    }
    double pairs = n * (n - 1) / 2.0;
    double[] law = law(n);
    double below = 0;
    double least = Math.min(inversions, pairs - inversions);
    // half a pair out of order is the nearest whole number that is less extreme
    for (int k = 0; k <= Math.ceil(least); k++) {
      below += law[k];
    }
    return new Kendall(1 - 2 * inversions / pairs, Math.min(1, 2 * below));
  }

  /** Probabilities of 0, 1, … inversions of a random order. */
  private static double[] law(int n) {
    double[] law = {1};
    for (int size = 2; size <= n; size++) {
      double[] next = new double[law.length + size - 1];
      for (int k = 0; k < law.length; k++) {
        for (int more = 0; more < size; more++) {
          next[k + more] += law[k] / size;
        }
      }
      law = next;
    }
    return law;
  }
}
