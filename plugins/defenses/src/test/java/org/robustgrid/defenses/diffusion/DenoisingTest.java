package org.robustgrid.defenses.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.SampleView;
import org.robustgrid.testkit.toy.ToyNetwork;

class DenoisingTest {

  private static final DenoiserShape SHAPE = new DenoiserShape(new long[] {2}, 3);

  @TempDir Path folder;

  private static TrainingBatch batch(int rows) {
    double[] pixels = new double[2 * rows];
    int[] labels = new int[rows];
    int[] indices = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 3;
      indices[i] = i;
      pixels[2 * i] = labels[i];
      pixels[2 * i + 1] = 1 - labels[i];
    }
    INDArray images = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {rows, 2}, 'c');
    HostArrays.write(pixels, images);
    return new TrainingBatch(
        images, labels, indices, Nd4j.empty(DataType.DOUBLE), 0, 0, 0, RandomKey.of(4));
  }

  @Test
  void planes_tell_the_class_and_the_noise_level() {
    DenoiserShape shape = new DenoiserShape(new long[] {1, 1, 2}, 2);
    double[] input = new double[shape.inputLength()];
    shape.condition(input, 0, 1, Math.E);
    assertThat(shape.input()).containsExactly(5, 1, 2);
    assertThat(input).containsExactly(0, 0, 0, 0, 1, 1, 0, 0, 1, 1);
  }

  @Test
  void the_null_class_has_a_plane_of_its_own() {
    double[] input = new double[SHAPE.inputLength()];
    SHAPE.condition(input, 0, SHAPE.nullClass(), 1);
    assertThat(input).containsExactly(0, 0, 0, 0, 0, 1, 0);
  }

  @Test
  void other_shapes_are_refused() {
    assertThatThrownBy(() -> new DenoiserShape(new long[] {3, 4}, 2))
        .hasMessageContaining("[3, 4]");
  }

  @Test
  void the_gradient_is_that_of_the_loss() {
    Network denoiser = new ToyNetwork(DataType.DOUBLE, true, 2, SHAPE.inputLength(), 5, 2);
    DenoisingStep step = new DenoisingStep(SHAPE, new double[] {0.3, 0.7});
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, denoiser.parameterCount());
    step.accumulate(denoiser, batch(9), gradient);
    double h = 1e-5;
    for (long p = 0; p < denoiser.parameterCount(); p++) {
      double numeric = (lossAt(denoiser, step, p, h) - lossAt(denoiser, step, p, -h)) / (2 * h);
      assertThat(gradient.getDouble(p)).isCloseTo(numeric, within(1e-8));
    }
  }

  private static double lossAt(Network denoiser, DenoisingStep step, long p, double h) {
    double kept = denoiser.parameters().getDouble(p);
    denoiser.parameters().putScalar(p, kept + h);
    denoiser.parametersChanged();
    INDArray unused = Nd4j.zeros(DataType.DOUBLE, denoiser.parameterCount());
    double loss = step.accumulate(denoiser, batch(9), unused);
    denoiser.parameters().putScalar(p, kept);
    denoiser.parametersChanged();
    return loss;
  }

  /**
   * For classes that are Gaussians of mean μ and variance s², the best denoiser is linear in its
   * input, and the score is (μ − x_σ)/(s² + σ²).
   */
  @Test
  void a_linear_denoisers_scores_are_those_of_tweedie() throws IOException {
    double spread = 0.25;
    double sigma = 0.5;
    double total = spread + sigma * sigma;
    double[][] means = {{1, 0}, {0, 2}, {-1, 3}, {0.5, 0.25}};
    Network denoiser = new ToyNetwork(DataType.DOUBLE, true, 1, SHAPE.inputLength(), 2);
    double[] weights = new double[2 * SHAPE.inputLength() + 2];
    for (int out = 0; out < 2; out++) {
      int row = out * SHAPE.inputLength();
      weights[row + out] = spread / total;
      for (int label = 0; label < 4; label++) {
        weights[row + 2 + label] = sigma * sigma / total * means[label][out];
      }
    }
    HostArrays.write(weights, denoiser.parameters());
    denoiser.parametersChanged();
    Path file = folder.resolve("gradients");
    SampleView view = new SampleView(new float[70][2], new int[70]);
    new ScoreGradients(new ScoreDifference(SHAPE, sigma, 3))
        .write(denoiser, view, RandomKey.of(1), file, Monitor.NONE);
    var read =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    assertThat(read.remaining()).isEqualTo(70 * 3 * 2);
    for (int i = 0; i < 70; i++) {
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < 2; p++) {
          assertThat((double) read.get())
              .isCloseTo((means[c][p] - means[3][p]) / total, within(1e-6));
        }
      }
    }
  }

  @Test
  void the_denoiser_learns_its_classes() {
    Network denoiser = new ToyNetwork(DataType.DOUBLE, true, 2, SHAPE.inputLength(), 16, 2);
    DenoisingStep step = new DenoisingStep(SHAPE, new double[] {1});
    TrainingBatch batch = batch(90);
    double first = Double.NaN;
    double loss = Double.NaN;
    for (int update = 0; update < 200; update++) {
      INDArray gradient = Nd4j.zeros(DataType.DOUBLE, denoiser.parameterCount());
      loss = step.accumulate(denoiser, batch, gradient);
      first = update == 0 ? loss : first;
      denoiser.parameters().subi(gradient.muli(0.1));
      denoiser.parametersChanged();
    }
    assertThat(loss).isLessThan(first / 3);
  }
}
