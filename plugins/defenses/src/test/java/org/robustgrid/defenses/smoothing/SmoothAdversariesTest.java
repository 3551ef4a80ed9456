package org.robustgrid.defenses.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.ToyNetwork;

class SmoothAdversariesTest {

  private static final int[] LABELS = {0, 2};

  private final Network network = new ToyNetwork(DataType.DOUBLE, true, 3, 4, 6, 3);

  private static double[] draw(int length, long seed) {
    RandomStream random = RandomKey.of(seed).stream();
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static INDArray array(double... values) {
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {2, 4}, 'c');
    HostArrays.write(values, array);
    return array;
  }

  /** −log of the mean over draws of softmax f(x + ν)_y, summed over rows, computed directly. */
  private double smoothedLoss(double[] images, double[][] noise) {
    double[] mean = new double[2];
    for (double[] draw : noise) {
      double[] moved = images.clone();
      for (int p = 0; p < moved.length; p++) {
        moved[p] += draw[p];
      }
      double[] logits = HostArrays.read(network.logits(array(moved)));
      double[] probabilities = new double[6];
      for (int row = 0; row < 2; row++) {
        Softmax.probabilities(logits, 3 * row, 3, probabilities);
        mean[row] += probabilities[3 * row + LABELS[row]] / noise.length;
      }
    }
    return -Math.log(mean[0]) - Math.log(mean[1]);
  }

  @Test
  void the_gradient_is_that_of_minus_log_of_the_mean_probability() {
    double[][] noise = {draw(8, 1), draw(8, 2), draw(8, 3)};
    double[] images = draw(8, 4);
    GradientSource source = SmoothAdversaries.smoothed(network, noise);
    LossGradient answer =
        source.evaluate(array(images), new long[2], RandomKey.of(0), new CrossEntropy(LABELS));
    double[] gradient = HostArrays.read(answer.gradient());
    assertThat(answer.losses()[0] + answer.losses()[1])
        .isCloseTo(smoothedLoss(images, noise), within(1e-12));
    double h = 1e-5;
    for (int p = 0; p < 8; p++) {
      double[] up = images.clone();
      double[] down = images.clone();
      up[p] += h;
      down[p] -= h;
      double numeric = (smoothedLoss(up, noise) - smoothedLoss(down, noise)) / (2 * h);
      assertThat(gradient[p]).isCloseTo(numeric, within(1e-8));
    }
  }

  private static TrainingBatch batch(double[] images, int epoch) {
    return new TrainingBatch(
        array(images),
        LABELS,
        new int[] {0, 1},
        Nd4j.empty(DataType.DOUBLE),
        epoch,
        0,
        0,
        RandomKey.of(1));
  }

  private static SmoothAdversaries adversaries(double warmupEpochs) {
    InnerAttack attack = new InnerAttack(new ThreatModel(Norm.L2, 0.3), 5, 0.12);
    return new SmoothAdversaries(0.2, 4, attack, warmupEpochs, Domain.UNIT);
  }

  @Test
  void the_radius_grows_over_the_epochs_of_the_warm_up() {
    double[] images = {0.5, 0.4, 0.6, 0.5, 0.3, 0.5, 0.5, 0.7};
    SmoothAdversaries warming = adversaries(4);
    double[] radii = {0.075, 0.15, 0.225, 0.3, 0.3};
    for (int epoch = 0; epoch < 5; epoch++) {
      TrainingBatch batch = batch(images, epoch);
      double[] found = HostArrays.read(warming.of(network, batch, warming.noise(batch)));
      double square = 0;
      for (int p = 0; p < 4; p++) {
        square += (found[p] - images[p]) * (found[p] - images[p]);
      }
      // five steps of 2/5 of the radius end on the sphere
      assertThat(Math.sqrt(square)).as("epoch %s", epoch).isCloseTo(radii[epoch], within(1e-9));
    }
  }

  @Test
  void the_attack_raises_the_smoothed_loss_within_the_ball() {
    double[] images = {0.5, 0.4, 0.6, 0.5, 0.3, 0.5, 0.5, 0.7};
    TrainingBatch batch = batch(images, 0);
    SmoothAdversaries adversaries = adversaries(1);
    double[][] noise = adversaries.noise(batch);
    double[] found = HostArrays.read(adversaries.of(network, batch, noise));
    assertThat(smoothedLoss(found, noise)).isGreaterThan(smoothedLoss(images, noise));
    double square = 0;
    for (int p = 0; p < 4; p++) {
      square += (found[p] - images[p]) * (found[p] - images[p]);
    }
    assertThat(Math.sqrt(square)).isLessThanOrEqualTo(0.3 + 1e-9);
    assertThat(noise).hasDimensions(4, 8);
    assertThat(adversaries.noise(batch)).isDeepEqualTo(noise);
  }
}
