package org.robustgrid.numerics.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class LossGradientTest {

  private static final int[] LABELS = {0, 3, 2, 4, 1};
  private static final int[] TARGETS = {1, 2, 4, 0, 3};

  static Stream<Loss> negated() {
    return Stream.of(new NegatedLoss(new CrossEntropy(LABELS)));
  }

  static Stream<Loss> smoothed() {
    return Stream.of(new CrossEntropy(LABELS, 0.3), new JointEnergy(LABELS, 0.3));
  }

  @ParameterizedTest
  @MethodSource("smoothed")
  void the_gradient_of_smoothed_labels_is_that_of_central_differences(Loss loss) {
    agreesWithCentralDifferences(loss);
  }

  @ParameterizedTest
  @EnumSource(LossKind.class)
  void the_gradient_is_that_of_central_differences(LossKind kind) {
    agreesWithCentralDifferences(kind.over(LABELS, TARGETS));
  }

  @ParameterizedTest
  @MethodSource("negated")
  void a_negated_loss_has_the_negated_gradient(Loss loss) {
    agreesWithCentralDifferences(loss);
  }

  private static void agreesWithCentralDifferences(Loss loss) {
    RandomStream random = RandomKey.of(7).stream();
    double step = 1e-5;
    for (int row = 0; row < LABELS.length; row++) {
      double[] logits = draw(random);
      double[] gradient = new double[5];
      double[] unused = new double[5];
      loss.evaluate(row, logits, gradient);
      for (int i = 0; i < 5; i++) {
        double[] shifted = logits.clone();
        shifted[i] = logits[i] + step;
        double above = loss.evaluate(row, shifted, unused);
        shifted[i] = logits[i] - step;
        double below = loss.evaluate(row, shifted, unused);
        assertThat(gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-7));
      }
    }
  }

  private static double[] draw(RandomStream random) {
    double[] logits = new double[5];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = 2 * random.nextGaussian();
    }
    return logits;
  }
}
