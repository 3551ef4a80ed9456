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
  private final double[][] history;

  AdaptiveStepSize(int rows, int steps, double epsilon, double rho, double[] startLoss) {
    this.rho = rho;
    this.size = new double[rows];
    Arrays.fill(size, 2 * epsilon);
    this.bestAtLastCheck = startLoss.clone();
    this.halvedAtLastCheck = new boolean[rows];
    Arrays.fill(halvedAtLastCheck, true);
    this.history = new double[steps][rows];
  }

  double size(int row) {
    return size[row];
  }

  /** Remembers the losses after a step. */
  void record(int step, double[] losses) {
    System.arraycopy(losses, 0, history[step], 0, losses.length);
  }

  /**
   * Judges a sample at a checkpoint.
   *
   * @param step the step just done, from 0
   * @param interval steps since the last checkpoint
   * @param best the sample's best loss so far
   * @return whether the step size was halved
   */
  boolean halve(int row, int step, int interval, double best) {
    int rises = 0;
    for (int back = 0; back < interval; back++) {
      int at = step - back;
      // the reference compares the first loss with an unset entry, which is zero
      double before = at == 0 ? 0 : history[at - 1][row];
      if (history[at][row] > before) {
        rises++;
      }
    }
    boolean stalled = !halvedAtLastCheck[row] && bestAtLastCheck[row] >= best;
    boolean halve = rises <= interval * rho || stalled;
    halvedAtLastCheck[row] = halve;
    bestAtLastCheck[row] = best;
    if (halve) {
      size[row] /= 2;
    }
    return halve;
  }
}
