package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * Every layer, setting and vertex that a model file may name is computed as plain Deeplearning4j
 * computes it outside training, with derivatives that are those of that function, or is refused by
 * name.
 */
@Tag("slow")
class SweepTest {

  private static final int ROWS = 2;
  private static final double STEP = 1e-5;
  private static final RandomKey KEY = RandomKey.of(3);
  private static final List<SweepCase> ALL = SweepGraphs.all();

  static Stream<SweepCase> computed() {
    return ALL.stream().filter(c -> c.refusal() == null);
  }

  static Stream<SweepCase> trained() {
    return computed().filter(c -> c.trainingRefusal() == null);
  }

  static Stream<SweepCase> refused() {
    return ALL.stream().filter(c -> c.refusal() != null);
  }

  static Stream<SweepCase> notTrained() {
    return ALL.stream().filter(c -> c.trainingRefusal() != null);
  }

  private static ComputationGraph graph(SweepCase sweep, DataType precision) {
    ComputationGraphConfiguration configuration = sweep.configuration().get();
    configuration.setDataType(precision);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** The network with every parameter, running statistics included, moved at random. */
  private static GraphNetwork network(SweepCase sweep, DataType precision) {
    GraphNetwork network = (GraphNetwork) Networks.of(graph(sweep, precision));
    INDArray parameters = network.parameters();
    INDArray moved =
        SampleGraphs.random(DataType.DOUBLE, 11, parameters.length())
            .muli(0.15)
            .addi(0.16)
            .castTo(precision);
    parameters.assign(moved.reshape(parameters.shape()));
    // positive, as running variances must be
    Transforms.abs(parameters, false);
    network.parametersChanged();
    return network;
  }

  private static INDArray images(GraphNetwork network) {
    return SampleGraphs.images(network, ROWS, 1);
  }

  private static double dot(INDArray a, INDArray b) {
    return a.reshape(a.length()).mul(b.reshape(b.length())).sumNumber().doubleValue();
  }

  private static void assertEqual(INDArray actual, INDArray expected, double tolerance) {
    INDArray exact = expected.castTo(DataType.DOUBLE);
    double scale = Math.max(1, exact.amaxNumber().doubleValue());
    double error = actual.castTo(DataType.DOUBLE).sub(exact).amaxNumber().doubleValue();
    assertThat(error / scale).isLessThan(tolerance);
  }

  /** What plain Deeplearning4j would say to these logits. */
  private static INDArray said(GraphNetwork network, INDArray logits) {
    var layer = network.graph().getOutputLayer(0).conf().getLayer();
    IActivation function =
        layer instanceof BaseOutputLayer output
            ? output.getActivationFn()
            : ((LossLayer) layer).getActivationFn();
    boolean givesLogits =
        function instanceof ActivationSoftmax || function instanceof ActivationSigmoid;
    return givesLogits ? function.getActivation(logits.dup(), false) : logits;
  }

  private static INDArray gradient(GraphNetwork network, INDArray images, INDArray cotangents) {
    try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
      return pass.inputGradient(cotangents).dup();
    }
  }

  @ParameterizedTest
  @MethodSource("computed")
  void outputs_are_those_of_plain_deeplearning4j_and_gradients_those_of_the_outputs(
      SweepCase sweep) {
    GraphNetwork network = network(sweep, DataType.DOUBLE);
    INDArray images = images(network);
    INDArray logits = network.logits(images).dup();
    assertEqual(said(network, logits), network.graph().outputSingle(images), 1e-6);

    INDArray cotangents = SampleGraphs.random(DataType.DOUBLE, 21, logits.shape());
    INDArray gradient = gradient(network, images, cotangents);
    for (int seed = 2; seed < 4; seed++) {
      INDArray direction = SampleGraphs.random(DataType.DOUBLE, seed, images.shape());
      double above = dot(network.logits(images.add(direction.mul(STEP))), cotangents);
      double below = dot(network.logits(images.sub(direction.mul(STEP))), cotangents);
      assertSlope(dot(gradient, direction), (above - below) / (2 * STEP), gradient);
    }
    assertThat(network.logits(images)).isEqualTo(logits);
    assertThat(gradient(network, images, cotangents)).isEqualTo(gradient);
    if (network.layersLeftToDeeplearning4j().isEmpty()) {
      assertTangents(network, images, cotangents);
    }
    assertFloat(sweep, network, images, cotangents, gradient);
    network.close();
  }

  private static void assertSlope(double actual, double difference, INDArray gradient) {
    double scale = Math.max(gradient.norm2Number().doubleValue(), Math.abs(difference));
    assertThat(actual).isCloseTo(difference, offset(1e-6 * Math.max(scale, 1e-3)));
  }

  private static org.assertj.core.data.Offset<Double> offset(double value) {
    return org.assertj.core.data.Offset.offset(value);
  }

  /** ⟨c, z⟩ + ⟨h, ż⟩. */
  private static double value(
      GraphNetwork network, INDArray images, INDArray v, INDArray c, INDArray h) {
    try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
      return dot(pass.logits(), c) + dot(pass.tangent(v), h);
    }
  }

  private static void assertTangents(GraphNetwork network, INDArray images, INDArray cotangents) {
    INDArray v = SampleGraphs.random(DataType.DOUBLE, 5, images.shape());
    INDArray h = SampleGraphs.random(DataType.DOUBLE, 6, cotangents.shape());
    INDArray direction = SampleGraphs.random(DataType.DOUBLE, 7, images.shape());
    INDArray gradient;
    try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
      double pushed = dot(pass.tangent(v), cotangents);
      INDArray first = pass.inputGradient(cotangents).dup();
      assertSlope(pushed, dot(first, v), first);
      gradient = pass.tangentInputGradient(cotangents, h).dup();
    }
    double above = value(network, images.add(direction.mul(STEP)), v, cotangents, h);
    double below = value(network, images.sub(direction.mul(STEP)), v, cotangents, h);
    assertSlope(dot(gradient, direction), (above - below) / (2 * STEP), gradient);
  }

  private static void assertFloat(
      SweepCase sweep, GraphNetwork full, INDArray images, INDArray cotangents, INDArray expected) {
    GraphNetwork single = network(sweep, DataType.FLOAT);
    single.parameters().assign(full.parameters().castTo(DataType.FLOAT));
    single.parametersChanged();
    INDArray rounded = images.castTo(DataType.FLOAT);
    INDArray logits = single.logits(rounded).dup();
    assertEqual(said(single, logits), single.graph().outputSingle(rounded), 1e-5);
    INDArray gradient = gradient(single, rounded, cotangents.castTo(DataType.FLOAT));
    assertEqual(gradient, expected, 1e-4);
    assertThat(gradient(single, rounded, cotangents.castTo(DataType.FLOAT))).isEqualTo(gradient);
    single.close();
  }

  private static double trainingValue(GraphNetwork network, INDArray images, INDArray cotangents) {
    try (Pass pass = network.forward(images, Mode.TRAINING, KEY)) {
      return dot(pass.logits(), cotangents);
    }
  }

  private static void set(GraphNetwork network, INDArray parameters) {
    network.parameters().assign(parameters);
    network.parametersChanged();
  }

  @ParameterizedTest
  @MethodSource("trained")
  void training_is_drawn_by_its_key_and_has_the_gradient_of_what_it_drew(SweepCase sweep) {
    GraphNetwork network = network(sweep, DataType.DOUBLE);
    INDArray images = images(network);
    INDArray origin = network.parameters().dup();
    INDArray cotangents = SampleGraphs.random(DataType.DOUBLE, 21, ROWS, network.classes());
    INDArray gradient = Nd4j.create(DataType.DOUBLE, network.parameterCount());
    INDArray logits;
    try (Pass pass = network.forward(images, Mode.TRAINING, KEY)) {
      logits = pass.logits().dup();
      pass.parameterGradient(cotangents, gradient);
    }
    set(network, origin);
    try (Pass pass = network.forward(images, Mode.TRAINING, KEY)) {
      assertThat(pass.logits()).isEqualTo(logits);
    }
    INDArray direction = SampleGraphs.random(DataType.DOUBLE, 8, network.parameterCount());
    for (long at : RunningStatistics.positions(network.graph())) {
      direction.putScalar(at, 0);
      assertThat(gradient.getDouble(at)).isZero();
    }
    INDArray step = direction.mul(STEP).reshape(origin.shape());
    Supplier<Double> value = () -> trainingValue(network, images, cotangents);
    set(network, origin.add(step));
    double above = value.get();
    set(network, origin.sub(step));
    double below = value.get();
    assertSlope(dot(gradient, direction), (above - below) / (2 * STEP), gradient);
    network.close();
  }

  @ParameterizedTest
  @MethodSource("notTrained")
  void what_is_not_trained_is_refused_by_name(SweepCase sweep) {
    GraphNetwork network = network(sweep, DataType.FLOAT);

    assertThatThrownBy(() -> network.forward(images(network), Mode.TRAINING, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sweep.trainingRefusal());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_not_computed_is_refused_by_name(SweepCase sweep) {
    ComputationGraph graph = graph(sweep, DataType.FLOAT);

    assertThatThrownBy(() -> Networks.of(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sweep.refusal())
        .hasMessageContaining("; ");
  }

  @Test
  void many_are_computed_and_few_are_refused() {
    System.out.printf(
        "sweep: %d networks, %d right, %d of them not trained, %d refused by name%n",
        ALL.size(), computed().count(), notTrained().count(), refused().count());
    assertThat(computed().count()).isGreaterThan(500);
  }
}
