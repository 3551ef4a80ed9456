package org.robustgrid.numerics.attack;

import java.util.Arrays;

/**
 * APGD's step size for each sample: 2ε at first, halved at a checkpoint where the loss rarely rose
 * or nothing improved (Croce and Hein 2020, conditions 1 and 2; quirks as in AutoAttack).
 */
final class AdaptiveStepSize {

  private final double rho;
  private final double[] size;
  private final double[] bestAtLastCheck;
  private final boolean[] halvedAtLastCheck;
  private final int[] rises;
  private final double[] lastLoss;

  AdaptiveStepSize(int rows, double epsilon, double rho, double[] startLoss) {
    this.rho = rho;
    this.size = new double[rows];
    Arrays.fill(size, 2 * epsilon);
    this.bestAtLastCheck = startLoss.clone();
    this.halvedAtLastCheck = new boolean[rows];
    Arrays.fill(halvedAtLastCheck, true);
    this.rises = new int[rows];
    // the reference compares the first loss with an unset entry, which is zero
    this.lastLoss = new double[rows];
  }

  double size(int row) {
    return size[row];
  }

  /** Counts where the losses after a step rose. */
  void record(double[] losses) {
    for (int row = 0; row < rises.length; row++) {
      rises[row] += losses[row] > lastLoss[row] ? 1 : 0;
      lastLoss[row] = losses[row];
    }
  }

  /**
   * Judges a sample at a checkpoint.
   *
   * @param interval steps since the last checkpoint, all of them recorded
   * @param best the sample's best loss so far
   * @return whether the step size was halved
   */
  boolean halve(int row, int interval, double best) {
    boolean stalled = !halvedAtLastCheck[row] && bestAtLastCheck[row] >= best;
    boolean halve = rises[row] <= interval * rho || stalled;
    rises[row] = 0;
    halvedAtLastCheck[row] = halve;
    bestAtLastCheck[row] = best;
    if (halve) {
      size[row] /= 2;
    }
    return halve;
  }
}
