package org.robustgrid.numerics.norm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;

class FeasibleSetTest {

  private static final ThreatModel THREAT = new ThreatModel(Norm.LINF, 0.2);

  @Test
  void a_settled_point_is_in_ball_and_box() {
    double[] center = {0.1, 0.5, 0.9};
    double[] point = {-1, 0.55, 2};
    new FeasibleSet(THREAT, Domain.UNIT, DataType.DOUBLE).settle(center, point, 0, 3);
    assertThat(point).containsExactly(0, 0.55, 1);
  }

  @Test
  void in_float_a_box_that_floats_miss_is_kept_from_inside() {
    Domain domain = new Domain(0.1, 0.7);
    double[] center = {0.125, 0.6875};
    double[] point = {0, 1};
    new FeasibleSet(THREAT, domain, DataType.FLOAT).settle(center, point, 0, 2);
    for (double value : point) {
      assertThat(value).isBetween(0.1, 0.7).isEqualTo((float) value);
    }
    assertThat(point[0]).isLessThan(0.1 + 1e-8);
    assertThat(point[1]).isGreaterThan(0.7 - 1e-7);
  }

  @Test
  void in_double_nothing_is_rounded() {
    double[] point = {0.1 + 1e-12};
    new FeasibleSet(THREAT, Domain.UNIT, DataType.DOUBLE).settle(new double[] {0.1}, point, 0, 1);
    assertThat(point).containsExactly(0.1 + 1e-12);
  }

  @Test
  void without_a_box_only_the_ball_binds() {
    double[] point = {-7};
    new FeasibleSet(THREAT, Domain.UNBOUNDED, DataType.FLOAT)
        .settle(new double[] {-6.5}, point, 0, 1);
    assertThat(point[0]).isBetween(-6.7 - 1e-12, -6.7 + 1e-6);
  }
}
