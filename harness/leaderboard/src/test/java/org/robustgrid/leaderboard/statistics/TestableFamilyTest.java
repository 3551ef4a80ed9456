package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestableFamilyTest {

  private static TestableFamily.Test test(double p, double least) {
    return new TestableFamily.Test(p, least);
  }

  @Test
  void tests_that_could_not_reject_take_no_share_of_the_level() {
    List<TestableFamily.Test> tests = new ArrayList<>(Collections.nCopies(100, test(1, 1)));
    tests.add(test(0.03, 1e-9));
    TestableFamily family = TestableFamily.of(tests, 0.05);
    assertThat(family.adjusted().get(100)).isEqualTo(0.03);
    assertThat(family.testable().get(100)).isTrue();
    assertThat(family.testable().get(0)).isFalse();
    assertThat(family.shared()).isEqualTo(1);
  }

  @Test
  void tests_that_all_could_reject_are_corrected_as_holm_does() {
    List<TestableFamily.Test> tests =
        List.of(test(0.01, 0.001), test(0.04, 0.001), test(0.03, 0.001));
    assertThat(TestableFamily.of(tests, 0.05).adjusted())
        .isEqualTo(Holm.adjust(List.of(0.01, 0.04, 0.03)));
  }

  @Test
  void a_test_left_out_never_rejects() {
    // 13 tests of least 1/252: none can reach a thirteenth of the level
    List<TestableFamily.Test> tests = Collections.nCopies(13, test(1 / 252.0, 1 / 252.0));
    TestableFamily family = TestableFamily.of(tests, 0.05);
    assertThat(family.shared()).isEqualTo(13);
    assertThat(family.adjusted()).allMatch(p -> p > 0.05);
    assertThat(TestableFamily.of(tests.subList(0, 12), 0.05).adjusted()).allMatch(p -> p <= 0.05);
  }

  @Test
  void a_rise_beyond_twice_the_rate_is_the_binomial_tail() {
    // all of 30 fall to the second group, each with probability 2/3
    assertThat(RateRatio.rise(0, 30, 30, 30, 2)).isCloseTo(Math.pow(2 / 3.0, 30), within(1e-15));
    assertThat(RateRatio.rise(5, 10, 0, 10, 2)).isEqualTo(1);
    assertThat(RateRatio.rise(0, 10, 0, 10, 2)).isEqualTo(1);
    assertThat(RateRatio.rise(2, 100, 4, 100, 2)).isGreaterThan(0.5);
    assertThat(RateRatio.least(2, 10, 3, 10, 2)).isCloseTo(Math.pow(2 / 3.0, 5), within(1e-15));
  }
}
