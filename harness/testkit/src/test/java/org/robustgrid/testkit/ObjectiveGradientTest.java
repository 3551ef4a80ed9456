package org.robustgrid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.LogitDistance;
import org.robustgrid.numerics.loss.SoftenedDivergence;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.numerics.objective.JointEnergyObjective;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.numerics.objective.TradesObjective;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.ToyNetwork;

class ObjectiveGradientTest {

  private static final int[] LABELS = {0, 2, 1, 3};

  private final Network network = new ToyNetwork(DataType.DOUBLE, true, 3, 5, 6, 4);
  private final INDArray images = normal(1, 4, 5);
  private final INDArray others = normal(2, 4, 5);

  private static INDArray normal(long seed, long... shape) {
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
    RandomStream random = RandomKey.of(seed).stream();
    double[] values = new double[Math.toIntExact(array.length())];
    Arrays.setAll(values, i -> random.nextGaussian());
    HostArrays.write(values, array);
    return array;
  }

  private Pass open(INDArray x) {
    return network.forward(x, Mode.INFERENCE, RandomKey.of(0));
  }

  private void agreesWithCentralDifferences(BiFunction<Network, INDArray, Double> objective) {
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    objective.apply(network, gradient);
    INDArray unused = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    double step = 1e-5;
    for (int i = 0; i < network.parameterCount(); i++) {
      double value = network.parameters().getDouble(i);
      double above = shifted(objective, unused, i, value + step);
      double below = shifted(objective, unused, i, value - step);
      shifted(objective, unused, i, value);
      assertThat(gradient.getDouble(i))
          .as("parameter %d", i)
          .isCloseTo((above - below) / (2 * step), within(1e-7));
    }
  }

  private double shifted(
      BiFunction<Network, INDArray, Double> objective, INDArray unused, int i, double value) {
    network.parameters().putScalar(i, value);
    network.parametersChanged();
    return objective.apply(network, unused);
  }

  private void meanLossAgrees(Loss loss) {
    agreesWithCentralDifferences(
        (net, gradient) -> {
          try (Pass pass = open(images)) {
            return 0.7 * MeanLoss.accumulate(pass, loss, 0.7, gradient);
          }
        });
  }

  @Test
  void cross_entropy() {
    meanLossAgrees(new CrossEntropy(LABELS));
  }

  @Test
  void distillation_by_logits() {
    meanLossAgrees(new LogitDistance(normal(5, 4, 4)));
  }

  @Test
  void distillation_by_divergence() {
    meanLossAgrees(new SoftenedDivergence(normal(5, 4, 4), 3));
  }

  @Test
  void trades_through_both_passes() {
    agreesWithCentralDifferences(
        (net, gradient) -> {
          try (Pass clean = open(images);
              Pass adversarial = open(others)) {
            return new TradesObjective(2.5).accumulate(clean, adversarial, LABELS, gradient).loss();
          }
        });
  }

  @Test
  void joint_energy() {
    agreesWithCentralDifferences(
        (net, gradient) -> {
          try (Pass adversarial = open(images);
              Pass sampled = open(others)) {
            return JointEnergyObjective.accumulate(adversarial, sampled, LABELS, gradient).loss();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(GradientAlignment.Of.class)
  void gradient_alignment_of_some_classes(GradientAlignment.Of of) {
    INDArray targets = normal(6, 4, 2, 5);
    agreesWithCentralDifferences(
        (net, gradient) -> {
          try (Pass pass = open(images)) {
            double[] losses =
                new GradientAlignment(of)
                    .accumulate(pass, new int[] {3, 1}, targets, 0.4, gradient);
            return 0.4 * Arrays.stream(losses).average().orElseThrow();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(GradientAlignment.Of.class)
  void gradient_alignment_of_classes_that_each_row_has_for_itself(GradientAlignment.Of of) {
    INDArray targets = normal(6, 4, 2, 5);
    int[][] classes = {{3, 1}, {0, 2}, {1, 0}, {2, 3}};
    agreesWithCentralDifferences(
        (net, gradient) -> {
          try (Pass pass = open(images)) {
            double[] losses =
                new GradientAlignment(of).accumulate(pass, classes, targets, 0.4, gradient);
            return 0.4 * Arrays.stream(losses).average().orElseThrow();
          }
        });
  }

  @Test
  void rows_of_classes_of_their_own_have_the_losses_that_they_have_alone() {
    INDArray targets = normal(6, 4, 1, 5);
    GradientAlignment alignment = new GradientAlignment(GradientAlignment.Of.LOG_PROBABILITIES);
    int[] classes = {2, 0, 3, 1};
    INDArray unused = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    try (Pass pass = open(images)) {
      double[] together =
          alignment.accumulate(pass, new int[][] {{2}, {0}, {3}, {1}}, targets, 1, unused);
      for (int row = 0; row < 4; row++) {
        double[] same = alignment.accumulate(pass, new int[] {classes[row]}, targets, 1, unused);
        assertThat(together[row]).isEqualTo(same[row]);
      }
    }
  }

  @Test
  void a_target_of_zero_has_cosine_zero_and_no_gradient() {
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    try (Pass pass = open(images)) {
      double[] losses =
          new GradientAlignment(GradientAlignment.Of.LOGITS)
              .accumulate(pass, new int[] {0}, Nd4j.zeros(DataType.DOUBLE, 4, 1, 5), 1, gradient);
      assertThat(losses).containsOnly(1);
    }
    assertThat(HostArrays.read(gradient)).containsOnly(0);
  }
}
