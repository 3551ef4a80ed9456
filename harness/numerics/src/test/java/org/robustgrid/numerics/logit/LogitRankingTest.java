package org.robustgrid.numerics.logit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogitRankingTest {

  private static final double[] LOGITS = {1, 4, 2, 3};

  @Test
  void equalRankingsOverlapCompletely() {
    assertThat(LogitRanking.averageOverlap(LOGITS, LOGITS)).containsExactly(1, 1, 1, 1);
  }

  @Test
  void reversedRankingsOverlapOnlyInDepth() {
    double[] reversed = {4, 1, 3, 2};
    // classes in order 1 3 2 0 against 0 2 3 1: shared 0, 0, 2 of 3, 4 of 4
    assertThat(LogitRanking.averageOverlap(LOGITS, reversed))
        .containsExactly(new double[] {0, 0, 2.0 / 9, (2.0 / 3 + 1) / 4}, within(1e-15));
  }

  @Test
  void theGapSeparatesTheTwoLargest() {
    assertThat(LogitRanking.gap(LOGITS)).isEqualTo(1);
    assertThat(LogitRanking.largest(LOGITS)).isEqualTo(4);
  }

  @Test
  void averagingKeepsTheLargest() {
    assertThat(LogitManipulation.average(LOGITS, 2)).containsExactly(1.5, 4, 1.5, 3);
  }

  @Test
  void permutingGivesEachRankTheLogitOfItsPartner() {
    assertThat(LogitManipulation.permute(LOGITS, 1, new int[] {2, 0, 1}))
        .containsExactly(2, 4, 3, 1);
  }

  @Test
  void aPermutationOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> LogitManipulation.permute(LOGITS, 1, new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 ranks");
  }

  @Test
  void correctingExchangesPredictedAndTrueClass() {
    assertThat(LogitManipulation.corrected(LOGITS, 0)).containsExactly(4, 1, 2, 3);
  }

  @Test
  void aHybridHasOneModelsValuesInTheOthersOrder() {
    assertThat(LogitManipulation.hybrid(LOGITS, new double[] {9, 8, 7, 6}))
        .containsExactly(4, 3, 2, 1);
  }

  @Test
  void aCertainAndCorrectClassifierIsCalibrated() {
    double[][] probabilities = {{1, 0}, {0, 1}};
    assertThat(CalibrationError.of(probabilities, new int[] {0, 1}, 10)).isZero();
    assertThat(CalibrationError.of(probabilities, new int[] {1, 1}, 10)).isEqualTo(0.5);
  }
}
