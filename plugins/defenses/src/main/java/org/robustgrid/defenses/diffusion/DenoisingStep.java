package org.robustgrid.defenses.diffusion;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomStream;

/**
 * Training step of the denoiser: the mean squared error between its output at x + σz and x, with z
 * standard normal (Ho, Jain and Abbeel 2020, in the variance-exploding form of Song and Ermon
 * 2019). The label is replaced by the null class with probability 1/C (Ganz et al. 2023, appendix
 * G.2), so that one network models the conditional and the unconditional score.
 */
final class DenoisingStep implements TrainingStep {

  private final DenoiserShape shape;
  private final double[] sigmas;
  private double[] inputs = {};
  private double[] clean = {};
  private double[] output = {};
  private INDArray noisy;
  private INDArray cotangents;

  /**
   * @param sigmas noise levels; each step draws one uniformly for each image
   */
  DenoisingStep(DenoiserShape shape, double[] sigmas) {
    this.shape = shape;
    this.sigmas = sigmas.clone();
  }

  @Override
  public boolean classifies() {
    return false;
  }

  @Override
  public double accumulate(Network denoiser, TrainingBatch batch, INDArray gradient) {
    int rows = batch.rows();
    int length = shape.length();
    allocate(denoiser, rows);
    HostArrays.read(batch.images(), clean);
    for (int i = 0; i < rows; i++) {
      RandomStream stream = batch.random().with("denoise").with(batch.indices()[i]).stream();
      boolean unconditional = stream.nextDouble() * shape.classes() < 1;
      double sigma = sigmas[stream.nextInt(sigmas.length)];
      int offset = i * shape.inputLength();
      for (int p = 0; p < length; p++) {
        inputs[offset + p] = clean[i * length + p] + sigma * stream.nextGaussian();
      }
      int label = unconditional ? shape.nullClass() : batch.labels()[i];
      shape.condition(inputs, offset, label, sigma);
    }
    HostArrays.write(inputs, noisy);
    try (Pass pass = denoiser.forward(noisy, Mode.TRAINING, batch.random())) {
      HostArrays.read(pass.logits(), output);
      double scale = 1.0 / ((double) rows * length);
      double loss = 0;
      for (int p = 0; p < rows * length; p++) {
        double error = output[p] - clean[p];
        loss += error * error * scale;
        output[p] = 2 * error * scale;
      }
      HostArrays.write(output, cotangents);
      pass.parameterGradient(cotangents, gradient);
      return loss;
    }
  }

  private void allocate(Network denoiser, int rows) {
    if (noisy == null || noisy.size(0) != rows) {
      long[] input = shape.input();
      long[] batched = new long[input.length + 1];
      batched[0] = rows;
      System.arraycopy(input, 0, batched, 1, input.length);
      noisy = Nd4j.createUninitialized(denoiser.precision(), batched, 'c');
      cotangents =
          Nd4j.createUninitialized(denoiser.precision(), new long[] {rows, shape.length()}, 'c');
      inputs = new double[rows * shape.inputLength()];
      clean = new double[rows * shape.length()];
      output = new double[rows * shape.length()];
    }
  }
}
