package org.robustgrid.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.HostRows;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Threads over the rows of a batch change nothing of an attack. */
class HostRowsTest {

  private static final int ROWS = 37;
  private static final int LENGTH = 2011;

  private final long[] samples = IntStream.range(0, ROWS).asLongStream().toArray();

  @AfterEach
  void one_thread() {
    HostRows.threads(1);
  }

  private static double[] doubles(RandomStream random, int count) {
    return IntStream.range(0, count).mapToDouble(i -> random.nextDouble()).toArray();
  }

  private static INDArray drawn(long key, double low, double high) {
    RandomStream random = RandomKey.of(key).stream();
    double[] values = doubles(random, ROWS * LENGTH);
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) * values[i];
    }
    // a gradient that vanishes, and one that is none
    if (low < 0) {
      Arrays.fill(values, 3 * LENGTH, 4 * LENGTH, 0);
      values[7 * LENGTH + 5] = Double.NaN;
    }
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {ROWS, LENGTH}, 'c');
    HostArrays.write(values, array);
    return array;
  }

  /** Other slopes and losses at each question, the same ones for each run. */
  private static GradientSource slopes() {
    long[] asked = {0};
    return (points, rows, draw, loss) -> {
      long key = asked[0]++;
      RandomStream random = RandomKey.of(1000 + key).stream();
      return new LossGradient(
          doubles(random, ROWS), Nd4j.zeros(DataType.FLOAT, ROWS, 2), drawn(key, -1, 1));
    };
  }

  private PgdResult pgd(Norm norm) {
    return ProjectedGradientDescent.builder(new ThreatModel(norm, 0.3))
        .stepSize(0.1)
        .steps(3)
        .randomStart(true)
        .build()
        .run(slopes(), drawn(5, 0, 1), samples, new MarginalEnergy(), start());
  }

  private ApgdResult apgd(Norm norm) {
    return AutoProjectedGradientDescent.builder(new ThreatModel(norm, 0.3))
        .steps(6)
        .build()
        .run(slopes(), drawn(5, 0, 1), new int[ROWS], samples, new MarginalEnergy(), start());
  }

  private static Start start() {
    return Start.random(RandomKey.of(9), 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void attacks_find_the_same_points_in_one_thread_and_in_five(Norm norm) {
    double[] pgd = HostArrays.read(pgd(norm).iterates());
    boolean[] vanished = pgd(norm).vanished();
    double[] apgd = HostArrays.read(apgd(norm).best());
    HostRows.threads(5);
    PgdResult threaded = pgd(norm);
    assertThat(HostArrays.read(threaded.iterates())).containsExactly(pgd);
    assertThat(threaded.vanished()).containsExactly(vanished).contains(true);
    assertThat(threaded.notFinite()[7]).isTrue();
    assertThat(HostArrays.read(apgd(norm).best())).containsExactly(apgd);
  }

  @Test
  void each_row_is_worked_on_once_and_by_several_threads() {
    HostRows.threads(4);
    AtomicIntegerArray times = new AtomicIntegerArray(1001);
    Set<Thread> by = ConcurrentHashMap.newKeySet();
    HostRows.each(
        1001,
        100,
        row -> {
          times.incrementAndGet(row);
          by.add(Thread.currentThread());
        });
    assertThat(IntStream.range(0, 1001).map(times::get)).containsOnly(1).hasSize(1001);
    assertThat(by).hasSizeBetween(1, 4);
  }

  @Test
  void small_batches_stay_in_the_thread_that_asks() {
    HostRows.threads(4);
    Set<Thread> by = ConcurrentHashMap.newKeySet();
    HostRows.each(10, 100, row -> by.add(Thread.currentThread()));
    assertThat(by).containsExactly(Thread.currentThread());
  }

  @Test
  void refuses_no_threads() {
    assertThatThrownBy(() -> HostRows.threads(0)).hasMessageContaining("at least 1, but are 0");
  }
}
