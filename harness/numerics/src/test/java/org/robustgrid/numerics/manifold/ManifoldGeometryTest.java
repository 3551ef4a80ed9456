package org.robustgrid.numerics.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class ManifoldGeometryTest {

  private static double[][] gaussians(String name, int rows, int columns) {
    RandomStream stream = RandomKey.of(7).with(name).stream();
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = stream.nextGaussian();
      }
    }
    return values;
  }

  @Test
  void a_single_point_has_the_capacity_of_points() {
    ManifoldGeometry point = ManifoldGeometry.of(new double[1][5], gaussians("t", 40_000, 6), 0);
    assertThat(point.capacity()).isCloseTo(CapacityTheory.ofPoints(0), within(0.05));
    assertThat(CapacityTheory.ofPoints(0)).isCloseTo(2, within(1e-12));
    assertThat(point.plainRadius()).isZero();
  }

  @Test
  void a_densely_sampled_ball_has_the_radius_dimension_and_capacity_of_theory() {
    int dimension = 3;
    double radius = 2;
    double[][] points = gaussians("sphere", 600, dimension);
    for (double[] point : points) {
      double norm = Math.sqrt(point[0] * point[0] + point[1] * point[1] + point[2] * point[2]);
      for (int i = 0; i < dimension; i++) {
        point[i] *= radius / norm;
      }
    }
    ManifoldGeometry ball = ManifoldGeometry.of(points, gaussians("t", 3000, dimension + 1), 0);
    // an anchor lies inside the ball if t is deep in the cone's dual
    assertThat(ball.plainRadius()).isBetween(0.85 * radius, radius);
    assertThat(ball.capacity()).isLessThan(CapacityTheory.ofPoints(0));
    assertThat(ball.capacity())
        .isGreaterThan(
            ManifoldGeometry.of(scaled(points, 2), gaussians("t", 3000, 4), 0).capacity());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-3, 1e-6, 1e-9, 1e-12})
  void anchors_are_points_of_the_hull_however_close_its_corners(double size) {
    double[][] points = gaussians("corners", 30, 60);
    for (int p = 0; p < points.length; p++) {
      for (int i = 0; i < 60; i++) {
        // features that are never active, and corners that coincide up to rounding
        points[p][i] = i % 3 == 0 ? 0 : 0.1 * i + size * Math.max(0, points[p / 2 * 2][i]);
      }
    }
    ManifoldGeometry geometry = ManifoldGeometry.of(points, gaussians("t", 200, 61), 0);

    for (double[] anchor : geometry.anchors()) {
      assertThat(anchor[60]).isCloseTo(1, within(1e-12));
      for (int i = 0; i < 60; i++) {
        int feature = i;
        double low = Arrays.stream(points).mapToDouble(p -> p[feature]).min().orElseThrow();
        double high = Arrays.stream(points).mapToDouble(p -> p[feature]).max().orElseThrow();
        assertThat(anchor[i]).isBetween(low - 1e-12, high + 1e-12);
      }
    }
  }

  private static double[][] scaled(double[][] points, double factor) {
    double[][] scaled = new double[points.length][points[0].length];
    for (int p = 0; p < points.length; p++) {
      for (int i = 0; i < points[p].length; i++) {
        scaled[p][i] = factor * points[p][i];
      }
    }
    return scaled;
  }

  @Test
  void the_nearest_point_of_the_cone_meets_the_optimality_conditions() {
    double[][] points = gaussians("points", 12, 4);
    double[][] t = gaussians("t", 50, 5);
    double margin = 0.2;
    ManifoldGeometry found = ManifoldGeometry.of(points, t, margin);
    for (int sample = 0; sample < t.length; sample++) {
      double[] v = found.nearest()[sample];
      double gap = 0;
      for (double[] point : points) {
        double field = v[4] + margin;
        for (int i = 0; i < 4; i++) {
          field += v[i] * point[i];
        }
        assertThat(field).isLessThan(1e-9);
      }
      // the anchor is a point of the hull on the boundary that V touches
      for (int i = 0; i < 5; i++) {
        gap += found.anchors()[sample][i] * v[i];
      }
      if (!found.inside()[sample]) {
        assertThat(gap + margin).isCloseTo(0, within(1e-9));
        assertThat(found.anchors()[sample][4]).isCloseTo(1, within(1e-9));
      }
    }
  }

  @Test
  void a_plane_separates_what_it_can_and_nothing_else() {
    double[][][] apart = {{{1, 0.1}, {1, -0.1}}, {{-1, 0.1}, {-1, -0.1}}};
    assertThat(LinearSeparation.exists(apart, new int[] {1, -1})).isTrue();
    assertThat(LinearSeparation.exists(apart, new int[] {1, 1})).isFalse();
    double[][][] around = {{{1, 0}, {0, 1}, {-1, -1}}};
    assertThat(LinearSeparation.exists(around, new int[] {1})).isFalse();
    assertThat(LinearSeparation.exists(new double[][][] {{{0, 0}}}, new int[] {1})).isFalse();
  }

  @Test
  void a_planted_common_direction_of_the_centres_is_found() {
    double[][] centers = gaussians("centres", 10, 30);
    for (int i = 0; i < centers.length; i++) {
      centers[i][0] += i % 2 == 0 ? 40 : -40;
    }
    CenterSubspace found = CenterSubspace.search(centers, 1, 5, RandomKey.of(1));
    assertThat(Math.abs(found.basis()[0][0])).isGreaterThan(0.99);
    assertThat(found.residual()).isLessThan(0.5 * ManifoldCenters.correlation(centers));
    assertThat(CenterSubspace.search(centers, 1, 5, RandomKey.of(1)).cost())
        .isEqualTo(found.cost());
  }
}
