package org.robustgrid.numerics.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class HyperplaneProjectionTest {

  private static final int LENGTH = 30;

  private record Problem(double[] point, double[] weights, double shift) {

    double value(double[] way) {
      double value = shift;
      for (int i = 0; i < LENGTH; i++) {
        value += weights[i] * (point[i] + way[i]);
      }
      return value;
    }
  }

  private static Problem problem(RandomStream random, double reach) {
    double[] point = new double[LENGTH];
    double[] weights = new double[LENGTH];
    double shift = random.nextDouble(-reach, reach);
    for (int i = 0; i < LENGTH; i++) {
      point[i] = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
      weights[i] = random.nextInt(5) == 0 ? 0 : random.nextDouble(-1, 1);
      shift -= weights[i] * point[i];
    }
    return new Problem(point, weights, shift);
  }

  private static double[] way(Norm norm, Problem problem) {
    double[] way = new double[LENGTH];
    new HyperplaneProjection(norm, Domain.UNIT)
        .way(problem.point(), problem.weights(), problem.shift(), way, 0, LENGTH);
    return way;
  }

  private static double size(Norm norm, double[] way) {
    return Distances.between(norm, way, new double[LENGTH], 0, LENGTH);
  }

  @Test
  void the_way_ends_on_the_hyperplane_and_in_the_box() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2, Norm.L1}) {
      RandomStream random = RandomKey.of(3).stream();
      for (int k = 0; k < 200; k++) {
        Problem problem = problem(random, 2);
        double[] way = way(norm, problem);
        assertThat(problem.value(way)).isCloseTo(0, within(1e-12));
        for (int i = 0; i < LENGTH; i++) {
          assertThat(problem.point()[i] + way[i]).isBetween(-1e-15, 1 + 1e-15);
        }
      }
    }
  }

  @Test
  void no_other_way_to_the_hyperplane_is_shorter() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2, Norm.L1}) {
      RandomStream random = RandomKey.of(4).stream();
      for (int k = 0; k < 200; k++) {
        Problem problem = problem(random, 2);
        double[] way = way(norm, problem);
        // feasible rivals: convex combinations with a way that ends on the hyperplane elsewhere
        double[] other = way(norm == Norm.L2 ? Norm.LINF : Norm.L2, problem);
        for (double share : new double[] {0.01, 0.3, 1}) {
          double[] rival = new double[LENGTH];
          for (int i = 0; i < LENGTH; i++) {
            rival[i] = way[i] + share * (other[i] - way[i]);
          }
          assertThat(size(norm, way)).isLessThanOrEqualTo(size(norm, rival) + 1e-12);
        }
      }
    }
  }

  @Test
  void without_a_bound_the_way_has_the_dual_norms_length() {
    double[] way = new double[2];
    new HyperplaneProjection(Norm.LINF, Domain.UNBOUNDED)
        .way(new double[] {1, 1}, new double[] {3, -1}, 2, way, 0, 2);
    assertThat(way).containsExactly(new double[] {-1, 1}, within(1e-15));
    new HyperplaneProjection(Norm.L2, Domain.UNBOUNDED)
        .way(new double[] {1, 1}, new double[] {3, -1}, 6, way, 0, 2);
    assertThat(way).containsExactly(new double[] {-2.4, 0.8}, within(1e-15));
    new HyperplaneProjection(Norm.L1, Domain.UNBOUNDED)
        .way(new double[] {1, 1}, new double[] {3, -1}, 1, way, 0, 2);
    assertThat(way).containsExactly(new double[] {-1, 0}, within(1e-15));
  }

  @Test
  void out_of_reach_every_coordinate_goes_to_its_bound() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2, Norm.L1}) {
      double[] way = new double[3];
      new HyperplaneProjection(norm, Domain.UNIT)
          .way(new double[] {0.25, 0.5, 0.5}, new double[] {1, -1, 0}, 100, way, 0, 3);
      assertThat(way).containsExactly(-0.25, 0.5, 0);
    }
  }

  @Test
  void norms_without_a_projection_are_refused() {
    assertThatThrownBy(() -> new HyperplaneProjection(Norm.L0, Domain.UNIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("l0");
  }
}
