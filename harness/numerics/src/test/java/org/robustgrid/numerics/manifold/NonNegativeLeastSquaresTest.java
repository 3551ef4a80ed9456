package org.robustgrid.numerics.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonNegativeLeastSquaresTest {

  @Test
  void a_target_in_the_cone_is_reached() {
    NonNegativeLeastSquares solved =
        NonNegativeLeastSquares.of(new double[][] {{1, 0}, {1, 1}}, new double[] {3, 1});
    assertThat(solved.multipliers()).containsExactly(new double[] {2, 1}, within(1e-12));
    assertThat(solved.residual()).containsExactly(new double[] {0, 0}, within(1e-12));
  }

  @Test
  void a_target_behind_the_cone_is_nearest_to_its_tip() {
    NonNegativeLeastSquares solved =
        NonNegativeLeastSquares.of(new double[][] {{1, 0}, {1, 1}}, new double[] {-3, -1});
    assertThat(solved.multipliers()).containsExactly(0, 0);
  }

  /**
   * Activations behind a ReLU: most are exactly 0, some features always, and points come close to
   * one another. The optimality conditions are the test.
   */
  @ParameterizedTest
  @CsvSource({
    "8, 40, 0",
    "32, 100, 1e-9",
    "64, 100, 1e-12",
    "100, 100, 1e-13",
    "84, 84, 0",
    "200, 100, 0"
  })
  void solutions_are_optimal_for_points_that_nearly_coincide(
      int features, int points, double apart) {
    Random random = new Random(features);
    for (int repetition = 0; repetition < 10; repetition++) {
      double scale = Math.pow(10, random.nextInt(7) - 3);
      double[][] vectors = new double[points][features + 1];
      for (int i = 0; i < points; i++) {
        boolean near = i > 0 && random.nextInt(3) == 0;
        for (int f = 0; f < features; f++) {
          double fresh = f % 5 == 0 ? 0 : scale * Math.max(0, random.nextGaussian());
          vectors[i][f] = near ? vectors[i - 1][f] * (1 + apart * random.nextGaussian()) : fresh;
        }
        vectors[i][features] = 1;
      }
      double[] target = random.doubles(features + 1, -2, 2).toArray();

      NonNegativeLeastSquares solved = NonNegativeLeastSquares.of(vectors, target);

      double[] residual = target.clone();
      for (int i = 0; i < points; i++) {
        assertThat(solved.multipliers()[i]).isNotNegative();
        for (int f = 0; f <= features; f++) {
          residual[f] -= solved.multipliers()[i] * vectors[i][f];
        }
      }
      for (double[] vector : vectors) {
        double length = Math.sqrt(dot(vector, vector));
        assertThat(dot(vector, residual)).isLessThan(1e-8 * length);
      }
      // the residual is orthogonal to the nearest point of the cone
      double[] nearest = target.clone();
      for (int f = 0; f <= features; f++) {
        nearest[f] -= residual[f];
      }
      assertThat(dot(nearest, residual)).isCloseTo(0, within(1e-8 * dot(target, target)));
    }
  }

  @Test
  void a_target_inside_a_cone_of_many_points_is_reached() {
    // of 80 independent vectors each leans a little on those before it, none depends on them
    Random random = new Random(3);
    double[][] vectors = new double[80][84];
    double[] target = new double[84];
    for (double[] vector : vectors) {
      double weight = 0.5 + random.nextDouble();
      for (int f = 0; f < vector.length; f++) {
        vector[f] = Math.max(0, random.nextGaussian());
        target[f] += weight * vector[f];
      }
    }
    NonNegativeLeastSquares solved = NonNegativeLeastSquares.of(vectors, target);
    assertThat(Math.sqrt(dot(solved.residual(), solved.residual()))).isLessThan(1e-9);
    for (double weight : solved.multipliers()) {
      assertThat(weight).isBetween(0.49, 1.51);
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
