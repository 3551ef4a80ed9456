package org.robustgrid.testkit.golden;

import java.util.Arrays;

/**
 * The samples of a case whose results do not hang on last bits; only those are compared. All, if
 * the case does not say.
 *
 * @param stable for each sample
 */
record StableRows(GoldenCase golden, boolean[] stable) {

  static StableRows of(GoldenCase golden) {
    boolean[] stable = new boolean[golden.integers("y").length];
    int[] flags = golden.has("stable") ? golden.integers("stable") : null;
    for (int row = 0; row < stable.length; row++) {
      stable[row] = flags == null || flags[row] == 1;
    }
    return new StableRows(golden, stable);
  }

  /** Compares the stable rows of an array with those of the case's array of that name. */
  void compare(Comparison comparison, String name, double[] actual) {
    compare(comparison, name, actual, golden.values(name));
  }

  void compare(Comparison comparison, String name, double[] actual, double[] expected) {
    comparison.compare(name, chosen(actual), chosen(expected));
  }

  private double[] chosen(double[] values) {
    int length = values.length / stable.length;
    double[] chosen = new double[values.length];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      if (stable[i / length]) {
        chosen[next++] = values[i];
      }
    }
    return Arrays.copyOf(chosen, next);
  }
}
