package org.robustgrid.numerics.diffusion;

/**
 * The input of a small time- and class-conditional denoiser: the diffused point, cosines and sines
 * of 1000 t at falling frequencies, and a one-hot class with a place for none (Ho, Jain and Abbeel
 * 2020; Ho and Salimans 2022).
 *
 * @param schedule of the diffusion
 * @param frequencies wᵢ = 10000^(−i / frequencies)
 * @param classes of the data; place {@code classes} of the one-hot stands for none
 * @since 0.1
 */
public record DenoisingInput(VariancePreserving schedule, int frequencies, int classes) {

  /** α x + σ noise. */
  public double[] diffused(double[] x, double[] noise, double time) {
    double[] diffused = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      diffused[i] = schedule.alpha(time) * x[i] + schedule.sigma(time) * noise[i];
    }
    return diffused;
  }

  /**
   * The network's input.
   *
   * @param diffused the diffused point
   * @param label or {@link NoisePredictor#NO_CLASS}
   */
  public double[] of(double[] diffused, double time, int label) {
    double[] input = new double[diffused.length + 2 * frequencies + classes + 1];
    System.arraycopy(diffused, 0, input, 0, diffused.length);
    for (int i = 0; i < frequencies; i++) {
      double angle = 1000 * time * Math.pow(10000, -(double) i / frequencies);
      input[diffused.length + i] = Math.cos(angle);
      input[diffused.length + frequencies + i] = Math.sin(angle);
    }
    int place = label == NoisePredictor.NO_CLASS ? classes : label;
    input[diffused.length + 2 * frequencies + place] = 1;
    return input;
  }
}
