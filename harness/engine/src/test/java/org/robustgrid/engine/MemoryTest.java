package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.plan.Variant;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

class MemoryTest {

  private static final int ROWS = 256;
  private static final long FEW_BYTES = 256;
  private static final Percentage FEW_PERCENT = Percentage.withPercentage(5);
  private static final Loss LOSS =
      (row, logits, slope) -> {
        slope[row % slope.length] = 1;
        return logits[row % slope.length];
      };

  private static ComputationGraph graph(SampleGraphs sample) {
    return sample.network(DataType.FLOAT).graph();
  }

  /** Bytes taken from the system: ND4J's own count of arrays, and oneDNN's memory. */
  private static long taken() {
    return Nd4jCpu.Environment.getInstance().getDeviceCounter(0) + OneDnn.allocated();
  }

  private static long passing(GraphNetwork network, Mode mode, int rows) {
    INDArray images = SampleGraphs.images(network, rows, 1);
    INDArray cotangents = SampleGraphs.random(DataType.FLOAT, 2, rows, SampleGraphs.CLASSES);
    INDArray gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
    OffHeap.settled();
    long before = taken();
    try (Pass pass = network.forward(images, mode, RandomKey.of(0))) {
      if (mode == Mode.INFERENCE) {
        pass.inputGradient(cotangents);
      } else {
        pass.gradients(cotangents, gradient);
      }
      return taken() - before;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WIDE_CONVOLUTIONS", "WIDE_RESIDUAL"})
  void the_formula_gives_the_memory_of_an_attacks_pass(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    // what all batches of the plan share exists from here on
    passing(network, Mode.INFERENCE, 2);

    long expected = network.memory(Variant.INFERENCE).bytes(ROWS);

    assertThat(passing(network, Mode.INFERENCE, ROWS)).isCloseTo(expected, FEW_PERCENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WIDE_CONVOLUTIONS", "WIDE_RESIDUAL"})
  void the_formula_gives_the_memory_of_a_training_pass(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    passing(network, Mode.TRAINING, 2);

    long expected = network.memory(Variant.TRAINING).bytes(ROWS);

    assertThat(passing(network, Mode.TRAINING, ROWS)).isCloseTo(expected, FEW_PERCENT);
  }

  @Test
  void the_most_rows_of_a_budget_fit_and_one_more_does_not() {
    GraphNetwork network = SampleGraphs.WIDE_RESIDUAL.network(DataType.FLOAT);
    long budget = network.memory(Variant.INFERENCE).bytes(100);

    int most = network.memory(Variant.INFERENCE).mostRows(budget);

    assertThat(most).isEqualTo(100);
  }

  @Test
  void a_budget_too_small_for_a_batch_runs_it_in_smaller_ones_with_the_same_answers() {
    ComputationGraph graph = graph(SampleGraphs.WIDE_RESIDUAL);
    GraphNetwork ample = new GraphNetwork(graph);
    long budget = 2 * ample.memory(Variant.INFERENCE).bytes(20);
    GraphNetwork small = new GraphNetwork(graph, budget);
    INDArray images = SampleGraphs.images(ample, ROWS, 1);

    LossGradient expected = ample.lossGradient(images, LOSS);
    LossGradient found = small.lossGradient(images, LOSS);

    assertThat(ample.microBatchRows()).isEqualTo(64);
    assertThat(small.microBatchRows()).isEqualTo(16);
    assertThat(found.losses()).containsExactly(expected.losses(), within(1e-6));
    assertThat(found.gradient().distance2(expected.gradient()))
        .isLessThan(1e-6 * expected.gradient().norm2Number().doubleValue());
  }

  @Test
  void micro_batches_of_all_sizes_stay_within_the_budget() {
    ComputationGraph graph = graph(SampleGraphs.WIDE_RESIDUAL);
    long budget = 2 * new GraphNetwork(graph).memory(Variant.INFERENCE).bytes(40);
    GraphNetwork network = new GraphNetwork(graph, budget);
    network.lossGradient(SampleGraphs.images(network, 1, 1), LOSS);
    INDArray images = SampleGraphs.images(network, 63, 1);
    OffHeap.settled();
    long before = taken();

    network.lossGradient(images, LOSS);

    assertThat(taken() - before).isLessThan(budget);
  }

  @Test
  void a_batch_that_cannot_be_cut_and_does_not_fit_is_refused_with_the_most_that_does() {
    ComputationGraph graph = graph(SampleGraphs.WIDE_RESIDUAL);
    long budget = new GraphNetwork(graph).memory(Variant.TRAINING).bytes(50);
    GraphNetwork network = new GraphNetwork(graph, budget);
    INDArray images = SampleGraphs.images(network, ROWS, 1);

    assertThatThrownBy(() -> network.forward(images, Mode.TRAINING, RandomKey.of(0)))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("a batch of 256 samples takes")
        .hasMessageContaining("at most 50 samples fit");
  }

  @Test
  void a_budget_that_holds_not_one_sample_is_said() {
    GraphNetwork network = new GraphNetwork(graph(SampleGraphs.WIDE_RESIDUAL), 1000);
    INDArray images = SampleGraphs.images(network, 1, 1);

    assertThatThrownBy(() -> network.logits(images))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("not even one sample fits");
  }

  @Test
  void closing_gives_the_buffers_back_at_once() {
    GraphNetwork network = SampleGraphs.WIDE_RESIDUAL.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, 64, 1);
    network.lossGradient(SampleGraphs.images(network, 2, 1), LOSS);
    Nd4jCpu.Environment environment = Nd4jCpu.Environment.getInstance();
    OffHeap.settled();
    long before = environment.getDeviceCounter(0);
    network.lossGradient(images, LOSS);
    long full = environment.getDeviceCounter(0);

    network.close();

    assertThat(environment.getDeviceCounter(0)).isLessThan(before + (full - before) / 20);
  }

  @ParameterizedTest
  @EnumSource(names = {"WIDE_CONVOLUTIONS", "WIDE_RESIDUAL", "RESIDUAL", "CONVOLUTIONS"})
  void closing_leaves_nothing_to_garbage_collection(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, 6, 1);
    INDArray cotangents = SampleGraphs.random(DataType.FLOAT, 2, 6, SampleGraphs.CLASSES);
    INDArray gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
    everyPass(network, images, cotangents, gradient);
    network.close();
    OffHeap before = OffHeap.settled();

    OffHeap.withoutShapes(
        () -> {
          everyPass(network, images, cotangents, gradient);
          network.close();
        });

    OffHeap after = OffHeap.now();
    assertThat(after.oneDnn()).isEqualTo(before.oneDnn());
    // ND4J keeps a handful of numbers for its own reductions
    assertThat(after.arrays() - before.arrays()).isLessThan(FEW_BYTES);
    assertThat(after.pointers() - before.pointers()).isLessThan(FEW_BYTES);
  }

  private static void everyPass(
      GraphNetwork network, INDArray images, INDArray cotangents, INDArray gradient) {
    network.lossGradient(images, LOSS);
    for (Mode mode : Mode.values()) {
      try (Pass pass = network.forward(images, mode, RandomKey.of(0))) {
        pass.gradients(cotangents, gradient);
        pass.tangent(images);
        pass.tangentParameterGradient(cotangents, cotangents, gradient);
      }
    }
  }

  @Test
  void closing_a_network_closes_its_passes() {
    GraphNetwork network = SampleGraphs.WIDE_RESIDUAL.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, 2, 1);
    Pass pass = network.forward(images, Mode.INFERENCE, RandomKey.of(0));

    network.close();

    assertThatThrownBy(pass::logits).hasMessageContaining("the pass is closed");
  }

  @ParameterizedTest
  @EnumSource(names = {"WIDE_CONVOLUTIONS", "WIDE_RESIDUAL"})
  void the_formula_gives_the_memory_of_a_pass_with_tangents(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    tangents(network, 2);

    long expected = network.memory(Variant.BATCH_STATISTICS).bytesWithTangent(ROWS);

    assertThat(tangents(network, ROWS)).isCloseTo(expected, FEW_PERCENT);
  }

  private static long tangents(GraphNetwork network, int rows) {
    INDArray images = SampleGraphs.images(network, rows, 1);
    INDArray cotangents = SampleGraphs.random(DataType.FLOAT, 2, rows, SampleGraphs.CLASSES);
    INDArray gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
    OffHeap.settled();
    long before = taken();
    try (Pass pass = network.forward(images, Mode.BATCH_STATISTICS, RandomKey.of(0))) {
      pass.tangent(images);
      pass.tangentParameterGradient(cotangents, cotangents, gradient);
      return taken() - before;
    }
  }

  @Test
  void tangents_that_do_not_fit_are_refused_with_the_most_that_do() {
    ComputationGraph graph = graph(SampleGraphs.WIDE_RESIDUAL);
    long budget = new GraphNetwork(graph).memory(Variant.TRAINING).bytesWithTangent(50);
    GraphNetwork network = new GraphNetwork(graph, budget);
    INDArray images = SampleGraphs.images(network, 60, 1);

    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
      assertThatThrownBy(() -> pass.tangent(images))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("a batch of 60 samples takes")
          .hasMessageContaining("at most 50 samples fit");
    }
  }

  @Test
  void idle_buffers_make_room_for_a_batch_that_fits_alone_only() {
    ComputationGraph graph = graph(SampleGraphs.WIDE_RESIDUAL);
    long budget = new GraphNetwork(graph).memory(Variant.TRAINING).bytes(50);
    GraphNetwork network = new GraphNetwork(graph, budget);
    passing(network, Mode.TRAINING, 2);
    OffHeap.settled();
    long before = Nd4jCpu.Environment.getInstance().getDeviceCounter(0) + OneDnn.held();

    for (int rows = 44; rows <= 50; rows++) {
      network
          .forward(SampleGraphs.images(network, rows, 1), Mode.TRAINING, RandomKey.of(0))
          .close();
    }

    assertThat(Nd4jCpu.Environment.getInstance().getDeviceCounter(0) + OneDnn.held() - before)
        .isLessThan(budget + budget / 20);
  }

  @Test
  void a_closed_network_answers_as_before() {
    GraphNetwork network = SampleGraphs.WIDE_RESIDUAL.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, 64, 1);
    double[] expected = network.lossGradient(images, LOSS).losses();

    network.close();

    assertThat(network.lossGradient(images, LOSS).losses()).isEqualTo(expected);
    assertThat(Arrays.stream(expected).allMatch(Double::isFinite)).isTrue();
  }
}
