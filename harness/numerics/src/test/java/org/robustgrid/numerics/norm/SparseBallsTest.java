package org.robustgrid.numerics.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** The balls of L1 and L0, and what all balls have in common within a box. */
class SparseBallsTest {

  private static final int LENGTH = 60;

  private static double radius(Norm norm) {
    return switch (norm) {
      case LINF -> 0.2;
      case L2 -> 1;
      case L1 -> 3;
      case L0 -> 7;
    };
  }

  private static Ball ball(Norm norm) {
    return Ball.of(new ThreatModel(norm, radius(norm)));
  }

  private static double[] image(RandomStream random, int length) {
    double[] center = new double[length];
    for (int i = 0; i < length; i++) {
      // images have many pixels at the ends of the domain
      center[i] = Math.min(1, Math.max(0, random.nextDouble(-0.3, 1.3)));
    }
    return center;
  }

  private static double[] moved(RandomStream random, double[] center, double scale) {
    double[] point = center.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] += scale * random.nextGaussian();
    }
    return point;
  }

  private static boolean feasible(Ball ball, double[] center, double[] point) {
    boolean inside = ball.distance(center, point, 0, point.length) <= ball.epsilon() * (1 + 1e-12);
    for (double value : point) {
      inside &= value >= 0 && value <= 1;
    }
    return inside;
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void a_projected_point_is_in_ball_and_box_and_stays_there(Norm norm) {
    for (int seed = 0; seed < 50; seed++) {
      RandomStream random = RandomKey.of(seed).stream();
      double[] center = image(random, LENGTH);
      double[] point = moved(random, center, 0.05 + seed / 20.0);
      ball(norm).project(center, point, Domain.UNIT, 0, LENGTH);
      assertThat(feasible(ball(norm), center, point)).as("seed %s", seed).isTrue();
      double[] again = point.clone();
      ball(norm).project(center, again, Domain.UNIT, 0, LENGTH);
      assertThat(again).containsExactly(point, within(1e-14));
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void a_feasible_point_is_not_moved(Norm norm) {
    double[] center = image(RandomKey.of(1).stream(), LENGTH);
    double[] point = center.clone();
    point[5] = 0.5 + (center[5] - 0.5) * 0.9;
    double[] before = point.clone();
    ball(norm).project(center, point, Domain.UNIT, 0, LENGTH);
    assertThat(point).containsExactly(before);
  }

  @ParameterizedTest
  @CsvSource({"L1, 2, 200", "L1, 3, 60", "L0, 2, 200", "L0, 3, 60"})
  void no_point_of_ball_and_box_on_a_grid_is_nearer(Norm norm, int dimensions, int cells) {
    for (int seed = 0; seed < 30; seed++) {
      RandomStream random = RandomKey.of(seed).stream();
      double[] center = image(random, dimensions);
      double[] target = moved(random, center, 0.8);
      Ball ball = Ball.of(new ThreatModel(norm, norm == Norm.L0 ? 1 : 0.4));
      double[] found = target.clone();
      ball.project(center, found, Domain.UNIT, 0, dimensions);
      assertThat(feasible(ball, center, found)).isTrue();
      double distance = Distances.between(Norm.L2, target, found, 0, dimensions);
      double[] candidate = new double[dimensions];
      int count = (int) Math.pow(cells + 1, dimensions);
      for (int code = 0; code < count; code++) {
        for (int i = 0, rest = code; i < dimensions; i++, rest /= cells + 1) {
          // each axis runs through the centre's coordinate, too: L0 asks for it exactly
          int step = rest % (cells + 1);
          candidate[i] = step == cells ? center[i] : step / (cells - 1.0);
        }
        if (feasible(ball, center, candidate)) {
          assertThat(Distances.between(Norm.L2, target, candidate, 0, dimensions))
              .as("seed %s", seed)
              .isGreaterThanOrEqualTo(distance - 1e-12);
        }
      }
    }
  }

  @Test
  void the_largest_perturbations_stay_under_l0() {
    double[] center = {0.5, 0.5, 0.5, 0.5};
    double[] point = {0.6, 0.2, 0.5, 0.9};
    Ball.of(new ThreatModel(Norm.L0, 2)).project(center, point, 0, 4);
    assertThat(point).containsExactly(0.5, 0.2, 0.5, 0.9);
  }

  @Test
  void l1_climbs_the_steepest_coordinate_alone() {
    double[] point = new double[4];
    ball(Norm.L1).ascend(point, new double[] {0.1, -3, 2, 3}, 0, 4, 0.5);
    assertThat(point).containsExactly(0, -0.5, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Norm.class,
      names = {"L1", "L0"})
  void a_zero_gradient_moves_nothing(Norm norm) {
    double[] point = {1, 2};
    ball(norm).ascend(point, new double[2], 0, 2, 0.5);
    assertThat(point).containsExactly(1, 2);
  }

  @Test
  void draws_inside_fill_the_l1_ball_uniformly() {
    // in two dimensions: half of the volume lies within this share of the radius
    double half = radius(Norm.L1) * Math.sqrt(0.5);
    double[] origin = new double[2];
    double[] point = new double[2];
    int draws = 20_000;
    int within = 0;
    for (int i = 0; i < draws; i++) {
      ball(Norm.L1).drawInside(RandomKey.of(i).stream(), origin, point, 0, 2);
      double length = ball(Norm.L1).distance(origin, point, 0, 2);
      assertThat(length).isLessThanOrEqualTo(radius(Norm.L1));
      within += length < half ? 1 : 0;
    }
    assertThat((double) within / draws).isCloseTo(0.5, within(0.02));
  }

  @Test
  void draws_under_l0_change_epsilon_coordinates() {
    double[] center = image(RandomKey.of(2).stream(), LENGTH);
    double[] point = new double[LENGTH];
    ball(Norm.L0).drawInside(RandomKey.of(3).stream(), center, point, 0, LENGTH);
    assertThat(ball(Norm.L0).distance(center, point, 0, LENGTH)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"L1, FLOAT", "L1, DOUBLE", "L0, FLOAT", "L0, DOUBLE"})
  void steps_stay_feasible_and_climb(Norm norm, DataType precision) {
    RandomStream random = RandomKey.of(4).stream();
    double[] center = image(random, LENGTH);
    for (int i = 0; precision == DataType.FLOAT && i < LENGTH; i++) {
      center[i] = (float) center[i];
    }
    double[] slope = moved(random, new double[LENGTH], 1);
    FeasibleSet set = new FeasibleSet(new ThreatModel(norm, radius(norm)), Domain.UNIT, precision);
    set.around(center, LENGTH);
    double[] point = center.clone();
    double[] previous = center.clone();
    double before = dot(slope, point);
    for (int step = 0; step < 20; step++) {
      set.ascend(point, slope, Distances.euclidean(slope, 0, LENGTH), 0, LENGTH, 0.3);
      assertThat(feasible(set.ball(), center, point)).isTrue();
      set.accelerate(
          point,
          previous,
          slope.clone(),
          Distances.euclidean(slope, 0, LENGTH),
          0,
          LENGTH,
          0.3,
          0.75);
      assertThat(feasible(set.ball(), center, point)).isTrue();
    }
    assertThat(dot(slope, point)).isGreaterThan(before + 0.5);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void without_an_epsilon_the_box_alone_bounds() {
    for (Norm norm : Norm.values()) {
      double[] center = image(RandomKey.of(5).stream(), LENGTH);
      double[] point = moved(RandomKey.of(6).stream(), center, 2);
      FeasibleSet set = new FeasibleSet(ThreatModel.unbounded(norm), Domain.UNIT, DataType.DOUBLE);
      double[] clipped = point.clone();
      set.clip(clipped, 0, LENGTH);
      set.settle(center, point, 0, LENGTH);
      assertThat(point).as(norm.id()).containsExactly(clipped);
    }
  }
}
