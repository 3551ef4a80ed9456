package org.robustgrid.numerics.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** The fused steps against the formulas they fuse. */
class StepsTest {

  private static final int LENGTH = 203;
  private static final int OFFSET = 203;
  private static final double EPSILON = 0.1;
  private static final double GUARD = 1e-12;
  private static final Domain DOMAIN = new Domain(0, 1);

  private final RandomStream random = RandomKey.of(5).stream();
  private final double[] center = new double[OFFSET + LENGTH];
  private final double[] point = new double[OFFSET + LENGTH];
  private final double[] previous = new double[OFFSET + LENGTH];
  private final double[] gradient = new double[OFFSET + LENGTH];

  private FeasibleSet feasible(Norm norm, DataType precision) {
    FeasibleSet feasible =
        new FeasibleSet(new ThreatModel(norm, norm == Norm.L2 ? 1 : EPSILON), DOMAIN, precision);
    for (int i = 0; i < center.length; i++) {
      // images have many pixels at the ends of the domain
      center[i] = (float) Math.min(1, Math.max(0, random.nextDouble(-0.3, 1.3)));
      point[i] = random.nextDouble(-0.2, 1.2);
      previous[i] = random.nextDouble(-0.2, 1.2);
      gradient[i] = i % 7 == 0 ? 0 : 1e-3 * random.nextGaussian();
    }
    feasible.settle(center, point, OFFSET, LENGTH);
    feasible.settle(center, previous, OFFSET, LENGTH);
    return feasible;
  }

  private double norm() {
    return Distances.euclidean(gradient, OFFSET, LENGTH);
  }

  @ParameterizedTest
  @CsvSource({"LINF, FLOAT", "LINF, DOUBLE", "L2, FLOAT", "L2, DOUBLE"})
  void a_step_of_pgd_is_ascent_then_projection_then_rounding(Norm norm, DataType precision) {
    FeasibleSet feasible = feasible(norm, precision);
    double[] expected = point.clone();
    feasible.ball().ascend(expected, gradient, OFFSET, LENGTH, 0.03);
    feasible.settle(center, expected, OFFSET, LENGTH);
    feasible.around(center, center.length);
    feasible.ascend(point, gradient, norm(), OFFSET, LENGTH, 0.03);
    assertThat(point).containsExactly(expected, tolerance(norm, precision));
  }

  @ParameterizedTest
  @CsvSource({"LINF, FLOAT", "LINF, DOUBLE", "L2, FLOAT", "L2, DOUBLE"})
  void a_step_of_apgd_is_that_of_the_reference(Norm norm, DataType precision) {
    FeasibleSet feasible = feasible(norm, precision);
    double[] was = point.clone();
    double[] expected = reference(feasible, 0.15);
    feasible.around(center, center.length);
    feasible.accelerate(point, previous, gradient, norm(), OFFSET, LENGTH, 0.15, 0.75);
    assertThat(point).containsExactly(expected, tolerance(norm, precision));
    assertThat(previous).endsWith(java.util.Arrays.copyOfRange(was, OFFSET, OFFSET + LENGTH));
  }

  private static org.assertj.core.data.Offset<Double> tolerance(Norm norm, DataType precision) {
    if (norm == Norm.LINF) {
      return within(0.0);
    }
    // sums in another order: a unit in the last place of a double, which may decide a rounding
    return within(precision == DataType.FLOAT ? 0x1p-24 : 1e-15);
  }

  /** z = P(x + α d), x' = P(x + a (z − x) + (1 − a) (x − x₋₁)), one formula after the other. */
  private double[] reference(FeasibleSet feasible, double size) {
    double[] z = point.clone();
    double guarded = feasible.ball().norm() == Norm.L2 ? size * norm() / (norm() + GUARD) : size;
    feasible.ball().ascend(z, gradient, OFFSET, LENGTH, guarded);
    project(feasible, z);
    feasible.clip(z, OFFSET, LENGTH);
    double[] next = point.clone();
    for (int i = OFFSET; i < OFFSET + LENGTH; i++) {
      next[i] = point[i] + (z[i] - point[i]) * 0.75 + (point[i] - previous[i]) * (1 - 0.75);
    }
    project(feasible, next);
    feasible.finish(center, next, OFFSET, LENGTH);
    return next;
  }

  private void project(FeasibleSet feasible, double[] target) {
    if (feasible.ball().norm() != Norm.L2) {
      feasible.ball().project(center, target, OFFSET, LENGTH);
      return;
    }
    double distance = Distances.between(Norm.L2, target, center, OFFSET, LENGTH);
    for (int i = OFFSET; i < OFFSET + LENGTH; i++) {
      target[i] =
          center[i]
              + (target[i] - center[i])
                  / (distance + GUARD)
                  * Math.min(feasible.ball().epsilon(), distance);
    }
  }
}
