package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrawAgreementTest {

  @Test
  void without_randomness_the_interval_is_a_point() {
    DrawAgreement agreement = DrawAgreement.of(List.of(1.0, 0.0, 1.0, 1.0), 11);
    assertThat(agreement).isEqualTo(new DrawAgreement(0.75, 0.75, 0.75, 0));
  }

  @Test
  void the_spread_is_that_of_the_accuracy_of_one_judgement() {
    // p (1 - p) J / (J - 1) = 0.25 · 2 for each of four samples
    assertThat(DrawAgreement.of(List.of(0.5, 0.5, 0.5, 0.5), 2).spread())
        .isCloseTo(Math.sqrt(4 * 0.5) / 4, within(1e-12));
  }

  @Test
  void the_interval_holds_the_truth_about_as_often_as_it_says() {
    Random stream = new Random(1);
    int held = 0;
    int repetitions = 1000;
    double truth = 0;
    for (int i = 0; i < 50; i++) {
      truth += i / 50.0 / 50;
    }
    for (int r = 0; r < repetitions; r++) {
      List<Double> shares = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int agreeing = 0;
        for (int j = 0; j < 11; j++) {
          agreeing += stream.nextDouble() < i / 50.0 ? 1 : 0;
        }
        shares.add(agreeing / 11.0);
      }
      DrawAgreement agreement = DrawAgreement.of(shares, 11);
      held += agreement.low() <= truth && truth <= agreement.high() ? 1 : 0;
    }
    assertThat(held / (double) repetitions).isBetween(0.93, 0.97);
  }
}
