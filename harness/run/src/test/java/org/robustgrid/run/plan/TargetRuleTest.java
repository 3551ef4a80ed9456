package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetRuleTest {

  private static final double[] LOGITS = {0.5, 3, -1, 2, -1};

  private static int[] of(TargetRule rule, long sample, int label) {
    return rule.of(sample, label, LOGITS.length, LOGITS);
  }

  @Test
  void the_next_class_is_the_first_after_the_last() {
    assertThat(of(TargetRule.NEXT, 7, 1)).containsExactly(2);
    assertThat(of(TargetRule.NEXT, 7, 4)).containsExactly(0);
  }

  @Test
  void the_likely_rules_go_by_the_logits_beside_the_label() {
    assertThat(of(TargetRule.MOST_LIKELY, 7, 0)).containsExactly(1);
    assertThat(of(TargetRule.MOST_LIKELY, 7, 1)).containsExactly(3);
    // the first of equally small ones
    assertThat(of(TargetRule.LEAST_LIKELY, 7, 0)).containsExactly(2);
    assertThat(of(TargetRule.LEAST_LIKELY, 7, 2)).containsExactly(4);
  }

  @Test
  void each_names_all_but_the_label() {
    assertThat(of(TargetRule.EACH, 7, 2)).containsExactly(0, 1, 3, 4);
  }

  @Test
  void random_draws_every_other_class_by_the_sample_alone() {
    int[] counts = new int[5];
    for (long sample = 0; sample < 4000; sample++) {
      int target = of(TargetRule.RANDOM, sample, 3)[0];
      assertThat(of(TargetRule.RANDOM, sample, 3)).containsExactly(target);
      counts[target]++;
    }
    assertThat(counts[3]).isZero();
    // a share of a quarter has a standard deviation of 27 samples here
    for (int c : new int[] {0, 1, 2, 4}) {
      assertThat(counts[c]).isBetween(880, 1120);
    }
  }

  @Test
  void logits_that_are_not_finite_leave_a_target_all_the_same() {
    double[] nothing = {Double.NaN, Double.NaN, Double.NaN};
    assertThat(TargetRule.LEAST_LIKELY.of(0, 2, 3, nothing)).containsExactly(0);
  }
}
