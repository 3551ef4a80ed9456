package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.expectation.ExpectationClassifier;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.LogitGap;
import org.robustgrid.numerics.loss.NegatedLoss;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

class ExpectationClassifierTest {

  private static final int DRAWS = 5;
  private static final Query QUERY = new Query(new long[] {3, 8}, RandomKey.of(1));

  private final LinearClassifier randomised = new LinearClassifier(0.7);
  private final ExpectationClassifier expected = new ExpectationClassifier(randomised, DRAWS);

  /** Cross-entropy with the first class, under a way of averaging. */
  private static Loss crossEntropy(Loss.Averaging averaging) {
    return new Loss() {
      @Override
      public double evaluate(int row, double[] z, double[] gradient) {
        double sum = 0;
        for (double value : z) {
          sum += Math.exp(value);
        }
        for (int c = 0; c < z.length; c++) {
          gradient[c] = Math.exp(z[c]) / sum - (c == 0 ? 1 : 0);
        }
        return Math.log(sum) - z[0];
      }

      @Override
      public Averaging averaging() {
        return averaging;
      }
    };
  }

  private static INDArray images(double shift) {
    return Nd4j.createFromArray(new double[][] {{0.2 + shift, 0.9}, {0.6, 0.1}});
  }

  @ParameterizedTest
  @EnumSource(Loss.Averaging.class)
  void gradient_matches_central_differences(Loss.Averaging averaging) {
    Loss loss = crossEntropy(averaging);
    double gradient = expected.lossGradient(images(0), QUERY, loss).gradient().getDouble(0, 0);
    double h = 1e-5;
    double up = expected.lossGradient(images(h), QUERY, loss).losses()[0];
    double down = expected.lossGradient(images(-h), QUERY, loss).losses()[0];
    assertThat(gradient).isCloseTo((up - down) / (2 * h), within(1e-8));
  }

  @Test
  void weighing_the_draws_own_gradients_gives_the_gradient_of_the_mean_probability() {
    Loss known = new NegatedLoss(new CrossEntropy(new int[] {2, 1}));
    // the same loss, of which the classifier knows nothing
    Loss opaque = (row, z, slope) -> known.evaluate(row, z, slope);
    LossGradient weighted = expected.lossGradient(images(0), QUERY, known);
    LossGradient twice =
        new ExpectationClassifier(randomised, DRAWS).lossGradient(images(0), QUERY, opaque);
    assertThat(HostArrays.read(weighted.gradient()))
        .containsExactly(HostArrays.read(twice.gradient()), within(1e-12));
    assertThat(weighted.losses()).containsExactly(twice.losses(), within(1e-12));
    assertThat(HostArrays.read(weighted.logits())).containsExactly(HostArrays.read(twice.logits()));
  }

  @Test
  void draws_of_vanishing_probability_are_weighed_against_each_other() {
    Loss certain = new CrossEntropy(new int[] {0, 0});
    INDArray far = Nd4j.createFromArray(new double[][] {{-2000, 0}, {0, 900}});
    double[] gradient = HostArrays.read(expected.lossGradient(far, QUERY, certain).gradient());
    assertThat(gradient).doesNotContain(Double.NaN);
    assertThat(Math.abs(gradient[0]) + Math.abs(gradient[1])).isGreaterThan(1);
  }

  @Test
  void averages_the_losses_of_the_draws() {
    Loss loss = crossEntropy(Loss.Averaging.LOSS);
    double mean = 0;
    for (int d = 0; d < DRAWS; d++) {
      Query draw = new Query(QUERY.samples(), QUERY.draw().with(d));
      mean += randomised.lossGradient(images(0), draw, loss).losses()[1] / DRAWS;
    }
    assertThat(expected.lossGradient(images(0), QUERY, loss).losses()[1])
        .isCloseTo(mean, within(1e-12));
  }

  @Test
  void the_gap_to_a_rival_is_zero_where_the_expected_answer_changes() {
    double[][] z = expected.logits(images(0), QUERY).toDoubleMatrix();
    double[] gaps =
        expected.lossGradient(images(0), QUERY, new LogitGap(new int[] {0, 2}, 1)).losses();
    assertThat(gaps)
        .containsExactly(new double[] {z[0][2] - z[0][0], z[1][1] - z[1][2]}, within(1e-12));
  }

  @Test
  void logits_are_the_logarithm_of_the_mean_softmax() {
    double[] z = expected.logits(images(0), QUERY).toDoubleMatrix()[0];
    assertThat(Math.exp(z[0]) + Math.exp(z[1]) + Math.exp(z[2])).isCloseTo(1, within(1e-12));
  }

  @Test
  void a_samples_draws_do_not_depend_on_its_neighbours() {
    double together = expected.logits(images(0), QUERY).getDouble(1, 0);
    INDArray alone = images(0).getRow(1, true).dup();
    double apart = expected.logits(alone, new Query(new long[] {8}, QUERY.draw())).getDouble(0, 0);
    assertThat(together).isEqualTo(apart);
  }
}
