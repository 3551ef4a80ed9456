package org.robustgrid.numerics.diffusion;

/**
 * An exponential moving average of weights: average ← d average + (1 − d) weights.
 *
 * @since 0.1
 */
public final class MovingAverage {

  private final double decay;
  private final boolean warmUp;
  private final double[] average;
  private int updates;

  /**
   * An average that starts at given weights.
   *
   * @param decay d, in [0, 1)
   * @param warmUp whether update k, counted from 1, takes min(d, (1 + k)/(10 + k))
   */
  public MovingAverage(double[] start, double decay, boolean warmUp) {
    this.average = start.clone();
    this.decay = decay;
    this.warmUp = warmUp;
  }

  /** Takes in the weights after an update. */
  public void update(double[] weights) {
    updates++;
    double d = warmUp ? Math.min(decay, (1.0 + updates) / (10.0 + updates)) : decay;
    for (int i = 0; i < average.length; i++) {
      average[i] = d * average[i] + (1 - d) * weights[i];
    }
  }

  /** The average so far. */
  public double[] average() {
    return average.clone();
  }
}
