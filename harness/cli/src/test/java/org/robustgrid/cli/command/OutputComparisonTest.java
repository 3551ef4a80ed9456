package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutputComparisonTest {

  private static final double[] LOGITS = {2, -1, 0.5, -3, 4, 1};

  @Test
  void logits_are_compared_as_they_are() {
    OutputComparison same = OutputComparison.of(LOGITS, LOGITS.clone(), 3);
    assertThat(same.output()).isEqualTo(ModelOutput.LOGITS);
    assertThat(same.largest()).isZero();
    assertThat(same.scale()).isEqualTo(4);

    double[] shifted = {2, -1, 0.5, -2, 4, 1};
    OutputComparison other = OutputComparison.of(LOGITS, shifted, 3);
    assertThat(other.largest()).isEqualTo(1);
    assertThat(other.sample()).isEqualTo(1);
  }

  @Test
  void rows_that_sum_to_one_are_probabilities() {
    double[] expected = ModelOutput.PROBABILITIES.from(LOGITS, 3);
    OutputComparison comparison = OutputComparison.of(LOGITS, expected, 3);
    assertThat(comparison.output()).isEqualTo(ModelOutput.PROBABILITIES);
    assertThat(comparison.largest()).isZero();
    assertThat(comparison.scale()).isCloseTo(0.9517, within(1e-4));

    expected[0] += 0.25;
    expected[1] -= 0.01;
    assertThat(ModelOutput.of(expected, 3)).as("a row that does not").isEqualTo(ModelOutput.LOGITS);
  }

  @Test
  void logarithms_of_probabilities_are_recognised() {
    double[] expected = ModelOutput.LOG_PROBABILITIES.from(LOGITS, 3);
    OutputComparison comparison = OutputComparison.of(LOGITS, expected, 3);
    assertThat(comparison.output()).isEqualTo(ModelOutput.LOG_PROBABILITIES);
    assertThat(comparison.largest()).isZero();
  }

  @Test
  void one_number_stands_for_two_classes() {
    double[] odds = ModelOutput.twoClasses(new double[] {1.5, -0.5});
    assertThat(odds).containsExactly(0, 1.5, 0, -0.5);
    double[] sigmoid = {1 / (1 + Math.exp(-1.5)), 1 / (1 + Math.exp(0.5))};
    OutputComparison comparison = OutputComparison.of(odds, ModelOutput.twoClasses(sigmoid), 2);
    assertThat(comparison.output()).isEqualTo(ModelOutput.PROBABILITIES);
    assertThat(comparison.largest()).isLessThan(1e-15);
  }

  @Test
  void nan_agrees_with_nothing() {
    double[] broken = {2, Double.NaN, 0.5, -3, 4, 1};
    assertThat(OutputComparison.of(LOGITS, broken, 3).largest()).isNaN();
    assertThat(OutputComparison.of(broken, ModelOutput.PROBABILITIES.from(LOGITS, 3), 3).largest())
        .isNaN();
  }
}
