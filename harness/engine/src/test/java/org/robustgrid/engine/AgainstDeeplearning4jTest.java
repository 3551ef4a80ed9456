package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Plain Deeplearning4j is given the same parameters and must say the same. */
class AgainstDeeplearning4jTest {

  private static final int ROWS = 5;

  private static INDArray labels(DataType precision) {
    INDArray labels = Nd4j.create(precision, ROWS, SampleGraphs.CLASSES);
    for (int row = 0; row < ROWS; row++) {
      labels.putScalar(row, row % SampleGraphs.CLASSES, 1);
    }
    return labels;
  }

  private static double error(INDArray a, INDArray b) {
    INDArray difference = Transforms.abs(a.castTo(DataType.DOUBLE).sub(b.castTo(DataType.DOUBLE)));
    return difference.maxNumber().doubleValue();
  }

  @ParameterizedTest
  @EnumSource
  void classifies_alike_in_inference_mode(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    INDArray images = SampleGraphs.images(network, ROWS, 1);

    INDArray expected = network.graph().outputSingle(images);
    INDArray actual = Transforms.softmax(network.logits(images), true);

    assertThat(error(actual, expected)).isLessThan(1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void classifies_alike_in_float(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, ROWS, 1);

    INDArray expected = network.graph().outputSingle(images);
    INDArray actual = Transforms.softmax(network.logits(images), true);

    assertThat(error(actual, expected)).isLessThan(1e-5);
  }

  // Deeplearning4j's derivative of GELU is not that of its GELU
  @ParameterizedTest
  @EnumSource(names = "GELU", mode = EnumSource.Mode.EXCLUDE)
  void has_the_same_parameter_gradient_in_training(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    ComputationGraph graph = network.graph().clone();
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray labels = labels(DataType.DOUBLE);

    graph.setInputs(images);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    Gradient gradient = graph.gradient();
    INDArray expected = gradient.gradient().dup();
    zeroRunningStatistics(network, expected);

    INDArray actual = Nd4j.create(DataType.DOUBLE, network.parameterCount());
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
      INDArray cotangents = Transforms.softmax(pass.logits(), true).subi(labels);
      pass.parameterGradient(cotangents, actual);
    }

    assertThat(error(actual, expected.reshape(expected.length()))).isLessThan(1e-10);
  }

  /** Deeplearning4j puts the updates of running statistics there; here they are made at once. */
  private static void zeroRunningStatistics(GraphNetwork network, INDArray gradient) {
    INDArray flat = gradient.reshape(gradient.length());
    RunningStatistics.positions(network.graph()).forEach(at -> flat.putScalar(at, 0));
  }

  @ParameterizedTest
  @EnumSource
  void moves_running_statistics_alike(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    ComputationGraph graph = network.graph().clone();
    INDArray images = SampleGraphs.images(network, ROWS, 1);

    graph.setInputs(images);
    graph.setLabels(labels(DataType.DOUBLE));
    graph.computeGradientAndScore();
    INDArray update = graph.gradient().gradient();
    INDArray expected = graph.params().dup();
    for (long at : RunningStatistics.positions(graph)) {
      expected.putScalar(at, expected.getDouble(at) - update.getDouble(at));
    }

    network.forward(images, Mode.TRAINING, RandomKey.of(0)).close();

    assertThat(error(network.parameters(), expected)).isLessThan(1e-12);
  }
}
