package org.robustgrid.numerics.diffusion;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Score-based gradients: for each image and class t, the difference between the conditional and the
 * unconditional score, ∇ log p(x_σ|t) − ∇ log p(x_σ) (Ganz et al. 2023, Eq. 8).
 *
 * <p>With D the denoiser, the score is (D(x_σ, ·) − x_σ)/σ² (Tweedie's formula), so the difference
 * is (D(x_σ, t) − D(x_σ, ∅))/σ². It is averaged over several draws of the noise.
 *
 * @param shape of the denoiser
 * @param sigma noise level, in the data's own units; above 0
 * @param draws of the noise, at least 1
 * @see CosineSchedule#classScore the same from predictions of the noise
 * @since 0.1
 */
public record ScoreDifference(DenoiserShape shape, double sigma, int draws) {

  public ScoreDifference {
    if (!(sigma > 0) || draws < 1) {
      throw new IllegalArgumentException(
          "a noise level is above 0 and drawn at least once, not " + sigma + " and " + draws);
    }
  }

  /**
   * Computes the gradients of some images.
   *
   * @param denoiser that {@link DenoiserShape#fits}
   * @param images one after the other, in C order; as many as {@code samples}, or more
   * @param samples each image's index; the noise is keyed by it
   * @param key of the noise
   * @return [images × classes × input shape], C order
   * @throws ArithmeticException if these are more numbers than an array holds
   */
  public double[] of(Network denoiser, float[] images, int[] samples, RandomKey key) {
    int rows = samples.length;
    int length = shape.length();
    double[] sums =
        new double[Math.multiplyExact(Math.multiplyExact(rows, shape.classes()), length)];
    double[] inputs = new double[Math.multiplyExact(rows, shape.inputLength())];
    double[] output = new double[rows * length];
    long[] input = shape.input();
    long[] batched = new long[input.length + 1];
    batched[0] = rows;
    System.arraycopy(input, 0, batched, 1, input.length);
    INDArray array = Nd4j.createUninitialized(denoiser.precision(), batched, 'c');
    for (int draw = 0; draw < draws; draw++) {
      noisy(images, samples, key.with(draw), inputs);
      for (int label = 0; label <= shape.classes(); label++) {
        for (int i = 0; i < rows; i++) {
          shape.condition(inputs, i * shape.inputLength(), label, sigma);
        }
        HostArrays.write(inputs, array);
        HostArrays.read(denoiser.logits(array), output);
        add(output, label, rows, sums);
      }
    }
    return sums;
  }

  private void noisy(float[] images, int[] samples, RandomKey key, double[] inputs) {
    for (int i = 0; i < samples.length; i++) {
      RandomStream stream = key.with(samples[i]).stream();
      for (int p = 0; p < shape.length(); p++) {
        inputs[i * shape.inputLength() + p] =
            images[i * shape.length() + p] + sigma * stream.nextGaussian();
      }
    }
  }

  /**
   * Adds the denoised images to the sums of their class, or subtracts the unconditional ones from
   * the sums of every class.
   */
  private void add(double[] output, int label, int rows, double[] sums) {
    int length = shape.length();
    boolean unconditional = label == shape.nullClass();
    int first = unconditional ? 0 : label;
    int last = unconditional ? shape.classes() - 1 : label;
    double weight = 1 / (sigma * sigma * draws);
    double signed = unconditional ? -weight : weight;
    for (int i = 0; i < rows; i++) {
      for (int c = first; c <= last; c++) {
        int to = (i * shape.classes() + c) * length;
        for (int p = 0; p < length; p++) {
          sums[to + p] += signed * output[i * length + p];
        }
      }
    }
  }
}
