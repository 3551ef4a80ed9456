package org.robustgrid.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.AttackMemory;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Points on the device go where those on the host go. */
class ResidentAttackTest {

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

  private PgdResult pgd(AttackMemory memory, Norm norm, long seed, LossKind loss, int lastCall) {
    INDArray images = images(seed);
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(threat(norm))
            .stepSize(threat(norm).epsilon() / 4)
            .steps(25)
            .randomStart(seed % 2 == 0)
            .build();
    return InMemory.of(
        memory,
        () ->
            descent.run(
                new TroubledSource(lastCall),
                images,
                samples,
                loss.over(labels, targets),
                Start.random(RandomKey.of(seed), 0)));
  }

  private ApgdResult apgd(AttackMemory memory, Norm norm, long seed, LossKind loss, int lastCall) {
    INDArray images = images(seed);
    AutoProjectedGradientDescent descent =
        AutoProjectedGradientDescent.builder(threat(norm)).steps(25).build();
    Start start = new Start(RandomKey.of(seed), 0, Optional.empty());
    return InMemory.of(
        memory,
        () ->
            descent.run(
                new TroubledSource(lastCall),
                images,
                labels,
                samples,
                loss.over(labels, targets),
                start));
  }

  private static void same(INDArray resident, INDArray host) {
    assertThat(resident.shape()).isEqualTo(host.shape());
    assertThat(HostArrays.read(resident)).containsExactly(HostArrays.read(host), within(1e-12));
  }

  private static void same(ApgdResult resident, ApgdResult host) {
    same(resident.best(), host.best());
    same(resident.adversarial(), host.adversarial());
    assertThat(resident.robust()).isEqualTo(host.robust());
    assertThat(resident.vanished()).isEqualTo(host.vanished());
    assertThat(resident.notFinite()).isEqualTo(host.notFinite());
    assertThat(resident.stopped().isPresent()).isEqualTo(host.stopped().isPresent());
    for (int row = 0; row < ROWS; row++) {
      double expected = host.bestLoss()[row];
      assertThat(resident.bestLoss()[row])
          .satisfies(
              loss ->
                  assertThat(
                          Double.isNaN(expected)
                              ? Double.isNaN(loss)
                              : Math.abs(loss - expected) <= 1e-10)
                      .isTrue());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LINF, 1, CROSS_ENTROPY", "LINF, 2, DLR", "LINF, 3, TARGETED_DLR", "LINF, 4, JOINT_ENERGY",
    "L2, 1, CROSS_ENTROPY", "L2, 2, DLR", "L2, 3, TARGETED_DLR", "L2, 4, JOINT_ENERGY"
  })
  void pgdReachesTheSamePointsWhateverTheGradients(Norm norm, long seed, LossKind loss) {
    PgdResult host = pgd(AttackMemory.HOST, norm, seed, loss, NEVER);
    PgdResult resident = pgd(AttackMemory.RESIDENT, norm, seed, loss, NEVER);
    same(resident.iterates(), host.iterates());
    assertThat(resident.vanished()).isEqualTo(host.vanished());
    assertThat(resident.notFinite()).isEqualTo(host.notFinite());
    assertThat(host.vanished()).contains(true);
    assertThat(host.notFinite()).contains(true);
  }

  @ParameterizedTest
  @CsvSource({
    "LINF, 1, CROSS_ENTROPY", "LINF, 2, DLR", "LINF, 3, TARGETED_DLR", "LINF, 4, JOINT_ENERGY",
    "L2, 1, CROSS_ENTROPY", "L2, 2, DLR", "L2, 3, TARGETED_DLR", "L2, 4, JOINT_ENERGY"
  })
  void apgdFindsTheSamePointsWhateverTheGradients(Norm norm, long seed, LossKind loss) {
    ApgdResult host = apgd(AttackMemory.HOST, norm, seed, loss, NEVER);
    same(apgd(AttackMemory.RESIDENT, norm, seed, loss, NEVER), host);
    assertThat(host.vanished()).contains(true);
    assertThat(host.notFinite()).contains(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 14})
  void anApgdStoppedMidwayAnswersTheSame(int calls) {
    ApgdResult host = apgd(AttackMemory.HOST, Norm.L2, 5, LossKind.CROSS_ENTROPY, calls);
    same(apgd(AttackMemory.RESIDENT, Norm.L2, 5, LossKind.CROSS_ENTROPY, calls), host);
    assertThat(host.stopped()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9})
  void aPgdStoppedMidwayAnswersTheSame(int calls) {
    PgdResult host = pgd(AttackMemory.HOST, Norm.LINF, 6, LossKind.DLR, calls);
    PgdResult resident = pgd(AttackMemory.RESIDENT, Norm.LINF, 6, LossKind.DLR, calls);
    same(resident.iterates(), host.iterates());
    assertThat(resident.stopped()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      value = Norm.class,
      names = {"LINF", "L2"})
  void aRowWithoutAUsableGradientStaysExactlyWhereItIs(Norm norm) {
    INDArray images = images(8);
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(threat(norm)).steps(3).randomStart(true).build();
    double[][] seen = new double[1][];
    PgdResult found =
        InMemory.of(
            AttackMemory.RESIDENT,
            () ->
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
                    Start.random(RandomKey.of(8), 0)));
    double[] after = HostArrays.read(found.iterates());
    assertThat(Arrays.copyOf(after, 2 * FEATURES))
        .containsExactly(Arrays.copyOf(seen[0], 2 * FEATURES));
    assertThat(after).isNotEqualTo(seen[0]);
  }
}
