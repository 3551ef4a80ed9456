package org.robustgrid.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Gradients that vanish, are not finite, or whose squares are 0 or infinite. */
class TroubledGradientsTest {

  private static final int ROWS = TroubledSource.ROWS;
  private static final int FEATURES = TroubledSource.FEATURES;
  private static final int NEVER = Integer.MAX_VALUE;

  private final long[] samples = new long[ROWS];
  private final int[] labels = new int[ROWS];
  private final int[] targets = new int[ROWS];

  private INDArray images(long seed) {
    RandomStream random = RandomKey.of(seed).stream();
    double[] pixels = new double[ROWS * FEATURES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.min(1, Math.max(0, random.nextDouble(-0.3, 1.3)));
    }
    for (int row = 0; row < ROWS; row++) {
      samples[row] = 100 * seed + row;
      labels[row] = row % TroubledSource.CLASSES;
      targets[row] = (row + 1) % TroubledSource.CLASSES;
    }
    INDArray images =
        Nd4j.createUninitialized(DataType.DOUBLE, new long[] {ROWS, FEATURES / 4, 2, 2}, 'c');
    HostArrays.write(pixels, images);
    return images.reshape('c', ROWS, FEATURES);
  }

  private static ThreatModel threat(Norm norm) {
    return new ThreatModel(norm, norm == Norm.L2 ? 0.6 : 0.15);
  }

  private PgdResult pgd(Norm norm, long seed, LossKind loss, int lastCall) {
    INDArray images = images(seed);
    return ProjectedGradientDescent.builder(threat(norm))
        .stepSize(threat(norm).epsilon() / 4)
        .steps(25)
        .randomStart(seed % 2 == 0)
        .build()
        .run(
            new TroubledSource(lastCall),
            images,
            samples,
            loss.over(labels, targets),
            Start.random(RandomKey.of(seed), 0));
  }

  private ApgdResult apgd(Norm norm, long seed, LossKind loss, int lastCall) {
    INDArray images = images(seed);
    return AutoProjectedGradientDescent.builder(threat(norm))
        .steps(25)
        .build()
        .run(
            new TroubledSource(lastCall),
            images,
            labels,
            samples,
            loss.over(labels, targets),
            new Start(RandomKey.of(seed), 0, Optional.empty()));
  }

  /** Whatever the gradients, an answer is a point that can be asked about. */
  private void requireFeasible(INDArray found, Norm norm, long seed) {
    double[] center = HostArrays.read(images(seed));
    double[] points = HostArrays.read(found);
    for (int row = 0; row < ROWS; row++) {
      double distance = Distances.between(norm, points, center, row * FEATURES, FEATURES);
      assertThat(distance).isLessThanOrEqualTo(threat(norm).epsilon() * (1 + 1e-6));
    }
    for (double value : points) {
      assertThat(value).isBetween(0.0, 1.0);
    }
  }

  private static void requireFlags(boolean[] vanished, boolean[] notFinite) {
    assertThat(vanished).containsExactly(true, false, false, false, false, false, false, false);
    assertThat(notFinite).containsExactly(false, true, true, false, false, false, false, false);
  }

  @ParameterizedTest
  @CsvSource({
    "LINF, 1, CROSS_ENTROPY", "LINF, 2, DLR", "LINF, 3, TARGETED_DLR", "LINF, 4, JOINT_ENERGY",
    "L2, 1, CROSS_ENTROPY", "L2, 2, DLR", "L2, 3, TARGETED_DLR", "L2, 4, JOINT_ENERGY"
  })
  void pgd_flags_the_rows_in_trouble_and_answers_feasible_points(
      Norm norm, long seed, LossKind loss) {
    PgdResult found = pgd(norm, seed, loss, NEVER);
    requireFeasible(found.iterates(), norm, seed);
    requireFlags(found.vanished(), found.notFinite());
  }

  @ParameterizedTest
  @CsvSource({
    "LINF, 1, CROSS_ENTROPY", "LINF, 2, DLR", "LINF, 3, TARGETED_DLR", "LINF, 4, JOINT_ENERGY",
    "L2, 1, CROSS_ENTROPY", "L2, 2, DLR", "L2, 3, TARGETED_DLR", "L2, 4, JOINT_ENERGY"
  })
  void apgd_flags_the_rows_in_trouble_and_answers_feasible_points(
      Norm norm, long seed, LossKind loss) {
    ApgdResult found = apgd(norm, seed, loss, NEVER);
    requireFeasible(found.best(), norm, seed);
    requireFeasible(found.adversarial(), norm, seed);
    requireFlags(found.vanished(), found.notFinite());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 14})
  void an_apgd_that_is_stopped_midway_answers_feasible_points(int calls) {
    ApgdResult found = apgd(Norm.L2, 5, LossKind.CROSS_ENTROPY, calls);
    requireFeasible(found.best(), Norm.L2, 5);
    requireFeasible(found.adversarial(), Norm.L2, 5);
    assertThat(found.stopped()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9})
  void a_pgd_that_is_stopped_midway_answers_feasible_points(int calls) {
    PgdResult found = pgd(Norm.LINF, 6, LossKind.DLR, calls);
    requireFeasible(found.iterates(), Norm.LINF, 6);
    assertThat(found.stopped()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      value = Norm.class,
      names = {"LINF", "L2"})
  void a_row_without_a_usable_gradient_stays_exactly_where_it_is(Norm norm) {
    INDArray images = images(8);
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(threat(norm)).steps(3).randomStart(true).build();
    double[][] seen = new double[1][];
    PgdResult found =
        descent.run(
            (points, rows, draw, loss) -> {
              seen[0] = seen[0] == null ? HostArrays.read(points) : seen[0];
              INDArray gradient = points.dup().assign(1);
              gradient.getRow(0).assign(0);
              gradient.putScalar(FEATURES + 3L, Double.NaN);
              return new LossGradient(
                  new double[ROWS], Nd4j.zeros(DataType.DOUBLE, ROWS, 2), gradient);
            },
            images,
            samples,
            LossKind.DLR.over(labels, targets),
            Start.random(RandomKey.of(8), 0));
    double[] after = HostArrays.read(found.iterates());
    assertThat(Arrays.copyOf(after, 2 * FEATURES))
        .containsExactly(Arrays.copyOf(seen[0], 2 * FEATURES));
    assertThat(after).isNotEqualTo(seen[0]);
  }
}
