package org.robustgrid.numerics.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossTest {

  @Test
  void cross_entropy_of_huge_logits_stays_finite() {
    double[] gradient = new double[3];
    double loss =
        new CrossEntropy(new int[] {1}).evaluate(0, new double[] {1e6, 0, -1e6}, gradient);
    assertThat(loss).isEqualTo(1e6);
    assertThat(gradient).containsExactly(1, -1, 0);
  }

  @Test
  void cross_entropy_of_a_confident_sample_keeps_its_gradient() {
    double[] gradient = new double[3];
    double loss = new CrossEntropy(new int[] {0}).evaluate(0, new double[] {60, 0, 0}, gradient);
    double tail = 2 * Math.exp(-60);
    assertThat(loss).isCloseTo(tail, within(1e-12 * tail));
    assertThat(gradient[0]).isCloseTo(-tail, within(1e-12 * tail));
  }

  @Test
  void smoothed_cross_entropy_is_that_of_the_smoothed_target() {
    double[] logits = {1, -0.5, 2, 0.25};
    double[] gradient = new double[4];
    double loss = new CrossEntropy(new int[] {2}, 0.2).evaluate(0, logits, gradient);

    double sum = Math.exp(1) + Math.exp(-0.5) + Math.exp(2) + Math.exp(0.25);
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      double target = i == 2 ? 0.85 : 0.05;
      double probability = Math.exp(logits[i]) / sum;
      expected -= target * Math.log(probability);
      assertThat(gradient[i]).isCloseTo(probability - target, within(1e-15));
    }
    assertThat(loss).isCloseTo(expected, within(1e-15));
  }

  @Test
  void no_smoothing_is_the_cross_entropy_to_the_bit() {
    double[] logits = {3.7, -11.25, 0.1};
    double[] gradient = new double[3];
    double[] same = new double[3];
    double loss = new CrossEntropy(new int[] {0}).evaluate(0, logits, gradient);

    assertThat(new CrossEntropy(new int[] {0}, 0).evaluate(0, logits, same)).isEqualTo(loss);
    assertThat(same).isEqualTo(gradient);
  }

  @Test
  void labels_cannot_be_smoothed_away() {
    assertThatThrownBy(() -> new CrossEntropy(new int[] {0}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("below 1");
  }

  @Test
  void dlr_needs_three_classes() {
    DifferenceOfLogitsRatio loss = new DifferenceOfLogitsRatio(new int[] {0});
    assertThatThrownBy(() -> loss.evaluate(0, new double[2], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 3 classes")
        .hasMessageContaining("has 2");
  }

  @Test
  void targeted_dlr_needs_four_classes() {
    TargetedDifferenceOfLogitsRatio loss =
        new TargetedDifferenceOfLogitsRatio(new int[] {0}, new int[] {1});
    assertThatThrownBy(() -> loss.evaluate(0, new double[3], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 4 classes");
  }

  @Test
  void dlr_does_not_change_when_logits_are_scaled() {
    DifferenceOfLogitsRatio loss = new DifferenceOfLogitsRatio(new int[] {1});
    double once = loss.evaluate(0, new double[] {1, 3, -2, 0}, new double[4]);
    double scaled = loss.evaluate(0, new double[] {100, 300, -200, 0}, new double[4]);
    assertThat(scaled).isCloseTo(once, within(1e-11));
  }

  @Test
  void the_largest_logits_of_a_tie_come_in_the_order_of_their_classes() {
    assertThat(new LargestLogits(3).find(new double[] {1, 5, 5, 2, 5})).containsExactly(1, 2, 4);
  }

  @Test
  void a_row_with_a_na_n_predicts_nothing() {
    assertThat(Softmax.prediction(new double[] {1, Double.NaN, 3}, 0, 3)).isEqualTo(-1);
  }

  @Test
  void the_first_of_equal_logits_is_predicted() {
    assertThat(Softmax.prediction(new double[] {9, 1, 4, 4}, 1, 3)).isEqualTo(1);
  }

  @Test
  void an_unknown_loss_lists_the_known_ones() {
    assertThatThrownBy(() -> LossKind.of("hinge"))
        .hasMessageContaining("'hinge'")
        .hasMessageContaining("ce, dlr, dlr_targeted");
  }
}
