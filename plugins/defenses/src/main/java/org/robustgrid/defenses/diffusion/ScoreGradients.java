package org.robustgrid.defenses.diffusion;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Computes score-based gradients: for each image and class t, the difference between the
 * conditional and the unconditional score, ∇ log p(x_σ|t) − ∇ log p(x_σ) (Ganz et al. 2023, Eq. 8).
 *
 * <p>With D the denoiser, the score is (D(x_σ, ·) − x_σ)/σ² (Tweedie's formula), so the difference
 * is (D(x_σ, t) − D(x_σ, ∅))/σ². It is averaged over several draws of the noise.
 */
final class ScoreGradients {

  private static final int BLOCK = 64;

  private final DenoiserShape shape;
  private final double sigma;
  private final int draws;

  ScoreGradients(DenoiserShape shape, double sigma, int draws) {
    this.shape = shape;
    this.sigma = sigma;
    this.draws = draws;
  }

  /**
   * Computes the gradients of all images and writes them as little-endian floats in C order over
   * (image, class, input shape).
   */
  void write(Network denoiser, DataView view, RandomKey key, Path file, Monitor monitor)
      throws IOException {
    int length = shape.length();
    float[] images = new float[BLOCK * length];
    float[] gradients = new float[BLOCK * shape.classes() * length];
    ByteBuffer bytes =
        ByteBuffer.allocate(gradients.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int from = 0; from < view.size(); from += BLOCK) {
        monitor.check();
        int rows = Math.min(BLOCK, view.size() - from);
        int[] indices = new int[rows];
        for (int i = 0; i < rows; i++) {
          indices[i] = from + i;
        }
        view.read(indices, images, new int[rows]);
        gradients(denoiser, images, indices, key, gradients);
        int numbers = rows * shape.classes() * length;
        bytes.clear();
        bytes.asFloatBuffer().put(gradients, 0, numbers);
        out.write(bytes.array(), 0, numbers * Float.BYTES);
        monitor.progress(from + rows, view.size(), "score-based gradients");
      }
    }
  }

  private void gradients(
      Network denoiser, float[] images, int[] indices, RandomKey key, float[] gradients) {
    int rows = indices.length;
    int length = shape.length();
    long[] input = shape.input();
    long[] batched = new long[input.length + 1];
    batched[0] = rows;
    System.arraycopy(input, 0, batched, 1, input.length);
    INDArray array = Nd4j.createUninitialized(denoiser.precision(), batched, 'c');
    double[] inputs = new double[rows * shape.inputLength()];
    double[] output = new double[rows * length];
    double[] sums = new double[rows * shape.classes() * length];
    double weight = 1 / (sigma * sigma * draws);
    for (int draw = 0; draw < draws; draw++) {
      noisy(images, indices, key.with(draw), inputs);
      for (int label = 0; label <= shape.classes(); label++) {
        for (int i = 0; i < rows; i++) {
          shape.condition(inputs, i * shape.inputLength(), label, sigma);
        }
        HostArrays.write(inputs, array);
        HostArrays.read(denoiser.logits(array), output);
        add(output, label, weight, rows, sums);
      }
    }
    for (int p = 0; p < sums.length; p++) {
      gradients[p] = (float) sums[p];
    }
  }

  private void noisy(float[] images, int[] indices, RandomKey key, double[] inputs) {
    for (int i = 0; i < indices.length; i++) {
      RandomStream stream = key.with(indices[i]).stream();
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
  private void add(double[] output, int label, double weight, int rows, double[] sums) {
    int length = shape.length();
    boolean unconditional = label == shape.nullClass();
    int first = unconditional ? 0 : label;
    int last = unconditional ? shape.classes() - 1 : label;
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
