package org.robustgrid.numerics.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class BallTest {

  private static final int LENGTH = 300;
  private static final double EPSILON = 0.3;

  private final double[] center = draw(RandomKey.of(1).stream(), 0.5);

  private static double[] draw(RandomStream random, double scale) {
    double[] values = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = 0.5 + scale * random.nextGaussian();
    }
    return values;
  }

  private static Ball ball(Norm norm) {
    return Ball.of(new ThreatModel(norm, EPSILON));
  }

  private double distance(Norm norm, double[] point) {
    return Distances.between(norm, center, point, 0, LENGTH);
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void a_projected_point_is_in_the_ball(Norm norm) {
    double[] point = draw(RandomKey.of(2).stream(), 3);
    ball(norm).project(center, point, 0, LENGTH);
    assertThat(distance(norm, point)).isCloseTo(EPSILON, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void projecting_twice_changes_nothing(Norm norm) {
    double[] once = draw(RandomKey.of(2).stream(), 3);
    ball(norm).project(center, once, 0, LENGTH);
    double[] twice = once.clone();
    ball(norm).project(center, twice, 0, LENGTH);
    assertThat(twice).containsExactly(once, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void a_point_inside_is_not_moved(Norm norm) {
    double[] point = center.clone();
    point[3] += 0.1;
    double[] before = point.clone();
    ball(norm).project(center, point, 0, LENGTH);
    assertThat(point).containsExactly(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void only_the_given_stretch_is_touched(Norm norm) {
    double[] point = new double[LENGTH];
    Arrays.fill(point, 9);
    double[] before = point.clone();
    ball(norm).project(center, point, 10, 20);
    assertThat(point[9]).isEqualTo(before[9]);
    assertThat(point[10]).isNotEqualTo(before[10]);
    assertThat(point[30]).isEqualTo(before[30]);
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void a_draw_on_the_sphere_has_norm_epsilon(Norm norm) {
    double[] point = new double[LENGTH];
    ball(norm).drawOnSphere(RandomKey.of(3).stream(), center, point, 0, LENGTH);
    assertThat(distance(norm, point)).isCloseTo(EPSILON, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void draws_inside_fill_the_ball_uniformly(Norm norm) {
    // in two dimensions: half of the volume lies within this share of the radius
    double half = EPSILON * Math.sqrt(0.5);
    double[] origin = new double[2];
    double[] point = new double[2];
    int within = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      ball(norm).drawInside(RandomKey.of(i).stream(), origin, point, 0, 2);
      double length = Distances.between(norm, origin, point, 0, 2);
      assertThat(length).isLessThanOrEqualTo(EPSILON);
      within += length < half ? 1 : 0;
    }
    assertThat((double) within / draws).isCloseTo(0.5, within(0.02));
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void a_zero_gradient_moves_nothing(Norm norm) {
    double[] point = center.clone();
    ball(norm).ascend(point, new double[LENGTH], 0, LENGTH, 0.1);
    assertThat(point).containsExactly(center);
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void a_tiny_gradient_is_followed_at_full_length(Norm norm) {
    double[] gradient = draw(RandomKey.of(4).stream(), 1);
    for (int i = 0; i < LENGTH; i++) {
      gradient[i] *= 1e-300;
    }
    double[] point = center.clone();
    ball(norm).ascend(point, gradient, 0, LENGTH, 0.1);
    assertThat(distance(norm, point)).isCloseTo(0.1, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void a_point_rounded_to_float_stays_in_the_ball(Norm norm) {
    double[] floats = center.clone();
    for (int i = 0; i < LENGTH; i++) {
      floats[i] = (float) floats[i];
    }
    for (int seed = 0; seed < 200; seed++) {
      double[] point = new double[LENGTH];
      ball(norm).drawOnSphere(RandomKey.of(seed).stream(), floats, point, 0, LENGTH);
      ball(norm).roundToFloat(floats, point, 0, LENGTH);
      double distance = Distances.between(norm, floats, point, 0, LENGTH);
      assertThat(distance).isLessThanOrEqualTo(EPSILON * (1 + 1e-12));
      assertThat(distance).isGreaterThan(EPSILON * (1 - 1e-5));
      for (double value : point) {
        assertThat((double) (float) value).isEqualTo(value);
      }
    }
  }

  @Test
  void distances_of_each_norm_are_their_definitions() {
    double[] a = {0, 0, 0};
    double[] b = {3, 0, -4};
    assertThat(Distances.between(Norm.LINF, a, b, 0, 3)).isEqualTo(4);
    assertThat(Distances.between(Norm.L2, a, b, 0, 3)).isEqualTo(5);
    assertThat(Distances.between(Norm.L1, a, b, 0, 3)).isEqualTo(7);
    assertThat(Distances.between(Norm.L0, a, b, 0, 3)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void a_distance_to_na_n_is_na_n(Norm norm) {
    double[] b = {1, Double.NaN, 2};
    assertThat(Distances.between(norm, new double[3], b, 0, 3)).isNaN();
  }
}
