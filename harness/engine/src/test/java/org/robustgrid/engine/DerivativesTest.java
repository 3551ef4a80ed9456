package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** First and second derivatives against central differences in double. */
class DerivativesTest {

  private static final int ROWS = 4;
  private static final double STEP = 1e-5;
  private static final RandomKey KEY = RandomKey.of(0);

  static Stream<Arguments> cases() {
    // a wide network has a kink within almost every step; PrecisionTest holds it against double
    return Stream.of(SampleGraphs.values())
        .filter(sample -> !sample.name().startsWith("WIDE"))
        .flatMap(
            sample ->
                Stream.of(Mode.INFERENCE, Mode.BATCH_STATISTICS)
                    .map(mode -> Arguments.of(sample, mode)));
  }

  static Stream<Arguments> smoothCases() {
    return cases().filter(c -> c.get()[0] != SampleGraphs.FALLBACK);
  }

  private final INDArray cotangents = normal(21, ROWS, SampleGraphs.CLASSES);
  private final INDArray tangentCotangents = normal(22, ROWS, SampleGraphs.CLASSES);

  private static INDArray normal(long seed, long... shape) {
    return SampleGraphs.random(DataType.DOUBLE, seed, shape);
  }

  private static double dot(INDArray a, INDArray b) {
    return a.reshape(a.length()).mul(b.reshape(b.length())).sumNumber().doubleValue();
  }

  /** ⟨cotangents, z⟩ of a fresh pass. */
  private double first(GraphNetwork network, INDArray images, Mode mode) {
    try (Pass pass = network.forward(images, mode, KEY)) {
      return dot(pass.logits(), cotangents);
    }
  }

  /** ⟨cotangents, z⟩ + ⟨tangentCotangents, ż⟩ of a fresh pass. */
  private double second(GraphNetwork network, INDArray images, INDArray v, Mode mode) {
    try (Pass pass = network.forward(images, mode, KEY)) {
      return dot(pass.logits(), cotangents) + dot(pass.tangent(v), tangentCotangents);
    }
  }

  /** The derivative of a value along a direction of an array that the value reads. */
  private static double slope(
      GraphNetwork network, INDArray array, INDArray direction, Supplier<Double> value) {
    INDArray origin = array.dup();
    INDArray step = direction.reshape(array.shape()).mul(STEP);
    array.assign(origin.add(step));
    network.parametersChanged();
    double above = value.get();
    array.assign(origin.sub(step));
    network.parametersChanged();
    double below = value.get();
    array.assign(origin);
    network.parametersChanged();
    return (above - below) / (2 * STEP);
  }

  /** A direction that leaves running statistics alone: they have no gradient by definition. */
  private static INDArray parameterDirection(GraphNetwork network, long seed) {
    INDArray direction = normal(seed, network.parameterCount());
    RunningStatistics.positions(network.graph()).forEach(at -> direction.putScalar(at, 0));
    return direction;
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }

  private static org.assertj.core.data.Offset<Double> within(double value) {
    return org.assertj.core.data.Offset.offset(value);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void input_gradient(SampleGraphs sample, Mode mode) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray direction = normal(2, images.shape());

    double actual;
    try (Pass pass = network.forward(images, mode, KEY)) {
      actual = dot(pass.inputGradient(cotangents), direction);
    }

    assertClose(actual, slope(network, images, direction, () -> first(network, images, mode)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void parameter_gradient(SampleGraphs sample, Mode mode) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray direction = parameterDirection(network, 3);
    INDArray gradient = Nd4j.create(DataType.DOUBLE, network.parameterCount());

    try (Pass pass = network.forward(images, mode, KEY)) {
      pass.parameterGradient(cotangents, gradient);
    }

    assertClose(
        dot(gradient, direction),
        slope(network, network.parameters(), direction, () -> first(network, images, mode)));
  }

  @ParameterizedTest
  @MethodSource("smoothCases")
  void tangent(SampleGraphs sample, Mode mode) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray direction = normal(4, images.shape());

    double actual;
    try (Pass pass = network.forward(images, mode, KEY)) {
      actual = dot(pass.tangent(direction), cotangents);
    }

    assertClose(actual, slope(network, images, direction, () -> first(network, images, mode)));
  }

  @ParameterizedTest
  @MethodSource("smoothCases")
  void tangent_input_gradient(SampleGraphs sample, Mode mode) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray v = normal(5, images.shape());
    INDArray direction = normal(6, images.shape());

    double actual;
    try (Pass pass = network.forward(images, mode, KEY)) {
      pass.tangent(v);
      actual = dot(pass.tangentInputGradient(cotangents, tangentCotangents), direction);
    }

    assertClose(actual, slope(network, images, direction, () -> second(network, images, v, mode)));
  }

  @ParameterizedTest
  @MethodSource("smoothCases")
  void tangent_parameter_gradient(SampleGraphs sample, Mode mode) {
    GraphNetwork network = sample.network(DataType.DOUBLE);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray v = normal(5, images.shape());
    INDArray direction = parameterDirection(network, 7);
    INDArray gradient = Nd4j.create(DataType.DOUBLE, network.parameterCount());

    try (Pass pass = network.forward(images, mode, KEY)) {
      pass.tangent(v);
      pass.tangentParameterGradient(cotangents, tangentCotangents, gradient);
    }

    assertClose(
        dot(gradient, direction),
        slope(network, network.parameters(), direction, () -> second(network, images, v, mode)));
  }

  @Test
  void a_layer_without_second_derivatives_is_named() {
    GraphNetwork network = SampleGraphs.FALLBACK.network(DataType.DOUBLE);
    INDArray images = SampleGraphs.images(network, ROWS, 1);

    try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
      assertThatThrownBy(() -> pass.tangent(images))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("'up'");
    }
  }
}
