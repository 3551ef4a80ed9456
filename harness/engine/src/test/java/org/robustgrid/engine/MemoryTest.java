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
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.Mode;
import org.robustgrid.spi.Pass;
import org.robustgrid.spi.RandomKey;

class MemoryTest {

  private static final int ROWS = 256;
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
  void theFormulaTellsWhatAnAttacksPassTakes(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    // what all batches of the plan share exists from here on
    passing(network, Mode.INFERENCE, 2);

    long expected = network.memory(Variant.INFERENCE).bytes(ROWS);

    assertThat(passing(network, Mode.INFERENCE, ROWS)).isCloseTo(expected, FEW_PERCENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WIDE_CONVOLUTIONS", "WIDE_RESIDUAL"})
  void theFormulaTellsWhatATrainingPassTakes(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    passing(network, Mode.TRAINING, 2);

    long expected = network.memory(Variant.TRAINING).bytes(ROWS);

    assertThat(passing(network, Mode.TRAINING, ROWS)).isCloseTo(expected, FEW_PERCENT);
  }

  @Test
  void theMostRowsOfABudgetFitAndOneMoreDoesNot() {
    GraphNetwork network = SampleGraphs.WIDE_RESIDUAL.network(DataType.FLOAT);
    long budget = network.memory(Variant.INFERENCE).bytes(100);

    int most = network.memory(Variant.INFERENCE).mostRows(budget);

    assertThat(most).isEqualTo(100);
  }

  @Test
  void aBudgetTooSmallForABatchRunsItInSmallerOnesWithTheSameAnswers() {
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
  void microBatchesOfAllSizesStayWithinTheBudget() {
    ComputationGraph graph = graph(SampleGraphs.WIDE_RESIDUAL);
    long budget = 2 * new GraphNetwork(graph).memory(Variant.INFERENCE).bytes(40);
    GraphNetwork network = new GraphNetwork(graph, budget);
    network.lossGradient(SampleGraphs.images(network, 1, 1), LOSS);
    INDArray images = SampleGraphs.images(network, 63, 1);
    long before = taken();

    network.lossGradient(images, LOSS);

    assertThat(taken() - before).isLessThan(budget);
  }

  @Test
  void aBatchThatCannotBeCutAndDoesNotFitIsRefusedWithTheMostThatDoes() {
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
  void aBudgetThatHoldsNotOneSampleIsSaid() {
    GraphNetwork network = new GraphNetwork(graph(SampleGraphs.WIDE_RESIDUAL), 1000);
    INDArray images = SampleGraphs.images(network, 1, 1);

    assertThatThrownBy(() -> network.logits(images))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("not even one sample fits");
  }

  @Test
  void closingGivesTheBuffersBackAtOnce() {
    GraphNetwork network = SampleGraphs.WIDE_RESIDUAL.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, 64, 1);
    network.lossGradient(SampleGraphs.images(network, 2, 1), LOSS);
    Nd4jCpu.Environment environment = Nd4jCpu.Environment.getInstance();
    long before = environment.getDeviceCounter(0);
    network.lossGradient(images, LOSS);
    long full = environment.getDeviceCounter(0);

    network.close();

    assertThat(environment.getDeviceCounter(0)).isLessThan(before + (full - before) / 20);
  }

  @Test
  void aClosedNetworkAnswersAsBefore() {
    GraphNetwork network = SampleGraphs.WIDE_RESIDUAL.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, 64, 1);
    double[] expected = network.lossGradient(images, LOSS).losses();

    network.close();

    assertThat(network.lossGradient(images, LOSS).losses()).isEqualTo(expected);
    assertThat(Arrays.stream(expected).allMatch(Double::isFinite)).isTrue();
  }
}
