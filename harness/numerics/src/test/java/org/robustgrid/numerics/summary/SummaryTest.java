package org.robustgrid.numerics.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void a_bin_holds_its_left_edge_and_the_last_one_both() {
    Bins bins = new Bins(0, 1, 2);
    assertThat(bins.counts(new double[] {-0.1, 0, 0.5, 1, 2, 2.1, Double.NaN}))
        .containsExactly(2, 2);
    assertThat(bins.of(2)).isEqualTo(1);
    assertThat(bins.of(2.1)).isEqualTo(-1);
    assertThat(Bins.even(0, 1, 4).edges()).containsExactly(0, 0.25, 0.5, 0.75, 1);
  }

  @Test
  void edges_must_rise() {
    assertThatThrownBy(() -> new Bins(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must rise");
  }

  @Test
  void moments_of_a_skewed_sample_are_known() {
    Moments moments = Moments.of(0, 0, 0, 4);
    assertThat(moments.mean()).isEqualTo(1);
    assertThat(moments.variance()).isCloseTo(3, within(1e-12));
    assertThat(moments.skewness()).isCloseTo(6 / Math.pow(3, 1.5), within(1e-12));
    assertThat(Moments.of(2, 2).skewness()).isNaN();
  }
}
