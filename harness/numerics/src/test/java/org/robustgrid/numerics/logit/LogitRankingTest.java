package org.robustgrid.numerics.logit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogitRankingTest {

  private static final double[] LOGITS = {1, 4, 2, 3};

  @Test
  void equal_rankings_overlap_completely() {
    assertThat(LogitRanking.averageOverlap(LOGITS, LOGITS)).containsExactly(1, 1, 1, 1);
  }

  @Test
  void reversed_rankings_overlap_only_in_depth() {
    double[] reversed = {4, 1, 3, 2};
    // classes in order 1 3 2 0 against 0 2 3 1: shared 0, 0, 2 of 3, 4 of 4
    assertThat(LogitRanking.averageOverlap(LOGITS, reversed))
        .containsExactly(new double[] {0, 0, 2.0 / 9, (2.0 / 3 + 1) / 4}, within(1e-15));
  }

  @Test
  void the_gap_separates_the_two_largest() {
    assertThat(LogitRanking.gap(LOGITS)).isEqualTo(1);
    assertThat(LogitRanking.largest(LOGITS)).isEqualTo(4);
  }

  @Test
  void averaging_keeps_the_largest() {
    assertThat(LogitManipulation.average(LOGITS, 2)).containsExactly(1.5, 4, 1.5, 3);
  }

  @Test
  void permuting_gives_each_rank_the_logit_of_its_partner() {
    assertThat(LogitManipulation.permute(LOGITS, 1, new int[] {2, 0, 1}))
        .containsExactly(2, 4, 3, 1);
  }

  @Test
  void a_permutation_of_another_length_is_refused() {
    assertThatThrownBy(() -> LogitManipulation.permute(LOGITS, 1, new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 ranks");
  }

  @Test
  void correcting_exchanges_predicted_and_true_class() {
    assertThat(LogitManipulation.corrected(LOGITS, 0)).containsExactly(4, 1, 2, 3);
  }

  @Test
  void a_hybrid_has_one_models_values_in_the_others_order() {
    assertThat(LogitManipulation.hybrid(LOGITS, new double[] {9, 8, 7, 6}))
        .containsExactly(4, 3, 2, 1);
  }

  @Test
  void a_certain_and_correct_classifier_is_calibrated() {
    double[][] probabilities = {{1, 0}, {0, 1}};
    assertThat(CalibrationError.of(probabilities, new int[] {0, 1}, 10)).isZero();
    assertThat(CalibrationError.of(probabilities, new int[] {1, 1}, 10)).isEqualTo(0.5);
  }
}
