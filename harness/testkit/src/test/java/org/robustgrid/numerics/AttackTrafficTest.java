package org.robustgrid.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.attack.InMemory;

/** What crosses between host and device while an attack runs. */
class AttackTrafficTest {

  private static final int ROWS = 6;
  private static final int FEATURES = 500;
  private static final int CLASSES = 5;

  private final INDArray images = Nd4j.rand(DataType.FLOAT, ROWS, FEATURES).muli(0.8).addi(0.1);
  private final INDArray weights = Nd4j.rand(DataType.FLOAT, FEATURES, CLASSES).subi(0.5);
  private final long[] samples = new long[ROWS];
  private long large;
  private long small;

  @AfterEach
  void stopWatching() {
    HostArrays.unwatch();
  }

  private void count(int elements) {
    if (elements >= ROWS * FEATURES) {
      large += elements;
    } else {
      small += elements;
    }
  }

  /** A linear model of ND4J's operations only: nothing of it crosses. */
  private GradientSource linear() {
    INDArray slopes = weights.mmul(Nd4j.linspace(DataType.FLOAT, -1, 0.5, CLASSES).reshape(5, 1));
    INDArray gradient =
        Nd4j.zeros(DataType.FLOAT, ROWS, FEATURES).addiRowVector(slopes.reshape(1, 500));
    double[] losses = new double[ROWS];
    return (points, rows, draw, loss) -> {
      for (int row = 0; row < ROWS; row++) {
        losses[row] += row % 2 == 0 ? 1 : -1;
      }
      return new LossGradient(losses, points.mmul(weights), gradient);
    };
  }

  private void attack(String name, Norm norm, int steps, AttackMemory memory) {
    ThreatModel threat = new ThreatModel(norm, 0.2);
    Start start = Start.random(RandomKey.of(1), 0);
    MarginalEnergy loss = new MarginalEnergy();
    GradientSource source = linear();
    large = 0;
    small = 0;
    HostArrays.watch(this::count);
    InMemory.of(
        memory,
        () ->
            name.equals("pgd")
                ? ProjectedGradientDescent.builder(threat)
                    .stepSize(0.05)
                    .steps(steps)
                    .randomStart(true)
                    .build()
                    .run(source, images, samples, loss, start)
                : AutoProjectedGradientDescent.builder(threat)
                    .steps(steps)
                    .build()
                    .run(source, images, new int[ROWS], samples, loss, start));
    HostArrays.unwatch();
  }

  @ParameterizedTest
  @CsvSource({"pgd, LINF", "pgd, L2", "apgd, LINF", "apgd, L2"})
  void onADeviceFiftyStepsMoveNoMoreImagesThanTwo(String name, Norm norm) {
    attack(name, norm, 2, AttackMemory.RESIDENT);
    long ofTwo = large;
    attack(name, norm, 50, AttackMemory.RESIDENT);
    assertThat(large).isEqualTo(ofTwo).isBetween(1L, 6L * ROWS * FEATURES);
  }

  @ParameterizedTest
  @CsvSource({"pgd, LINF, 2", "pgd, L2, 8", "apgd, LINF, 12", "apgd, L2, 18"})
  void onADeviceAStepMovesLogitsAndAFewFiguresOfARow(String name, Norm norm, int figures) {
    attack(name, norm, 10, AttackMemory.RESIDENT);
    long ofTen = small;
    attack(name, norm, 60, AttackMemory.RESIDENT);
    assertThat((small - ofTen) / 50).isBetween(1L, (long) ROWS * (CLASSES + figures));
  }

  @ParameterizedTest
  @CsvSource({"pgd", "apgd"})
  void onTheHostEachStepReadsAGradientAndWritesThePoints(String name) {
    attack(name, Norm.LINF, 10, AttackMemory.HOST);
    long ofTen = large;
    attack(name, Norm.LINF, 60, AttackMemory.HOST);
    assertThat(large - ofTen).isEqualTo(50L * 2 * ROWS * FEATURES);
  }

  @Test
  void aBackendInTheHostsMemoryKeepsAttacksThere() {
    assertThat(AttackMemory.current()).isEqualTo(AttackMemory.HOST);
  }

  @ParameterizedTest
  @EnumSource(AttackMemory.class)
  void thePropertyChooses(AttackMemory memory) {
    assertThat(InMemory.of(memory, AttackMemory::current)).isEqualTo(memory);
  }

  @Test
  void anUnknownMemoryIsNamedWithTheKnownOnes() {
    System.setProperty(AttackMemory.PROPERTY, "gpu");
    try {
      assertThatThrownBy(AttackMemory::current)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("robustgrid.attackMemory is 'gpu', expected host or resident");
    } finally {
      System.clearProperty(AttackMemory.PROPERTY);
    }
  }
}
