package org.robustgrid.architectures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.network.TensorNames;
import org.robustgrid.spi.network.TensorPlace;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Properties of every architecture with a PyTorch counterpart, on small networks. */
class ModuleArchitecturesTest {

  private static final int ROWS = 3;
  private static final double STEP = 1e-6;
  private static final RandomKey KEY = RandomKey.of(0);

  static Stream<Small> all() {
    return Small.all();
  }

  private static INDArray normal(long seed, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    RandomStream random = RandomKey.of(seed).stream();
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
    HostArrays.write(
        IntStream.range(0, (int) length).mapToDouble(i -> random.nextGaussian()).toArray(), array);
    return array;
  }

  private static INDArray images(Network network) {
    long[] shape = network.inputShape();
    return normal(1, ROWS, shape[0], shape[1], shape[2]);
  }

  private static double dot(INDArray a, INDArray b) {
    return a.reshape(a.length()).mul(b.reshape(b.length())).sumNumber().doubleValue();
  }

  /** The derivative of a value along a direction of an array that it depends on. */
  private static double slope(
      Network network, INDArray array, INDArray direction, Supplier<Double> value) {
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

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, Offset.offset(1e-6 * Math.max(1, Math.abs(expected))));
  }

  /**
   * A network whose weights are moved away from their initial values, where some derivatives are 0.
   */
  private static Network moved(Small small) {
    Network network = small.network(DataType.DOUBLE);
    INDArray away = direction(network, 9).mul(0.1);
    network.parameters().addi(away.reshape(network.parameters().shape()));
    network.parametersChanged();
    return network;
  }

  /** A direction that does not change running statistics: they have no gradient by definition. */
  private static INDArray direction(Network network, long seed) {
    INDArray direction = normal(seed, network.parameterCount());
    ComputationGraph graph = GraphBacked.graphOf(network);
    graph
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_mean") || name.endsWith("_var")) {
                long from = values.offset() - graph.params().offset();
                for (long i = 0; i < values.length(); i++) {
                  direction.putScalar(from + i, 0);
                }
              }
            });
    return direction;
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_input_gradient_agrees_with_central_differences(Small small) {
    try (Network network = moved(small)) {
      INDArray images = images(network);
      INDArray cotangents = normal(2, ROWS, Small.CLASSES);
      INDArray direction = normal(3, images.shape());
      double actual;
      try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
        actual = dot(pass.inputGradient(cotangents), direction);
      }

      assertClose(
          actual, slope(network, images, direction, () -> value(network, images, cotangents)));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_parameter_gradient_agrees_with_central_differences(Small small) {
    try (Network network = moved(small)) {
      INDArray images = images(network);
      INDArray cotangents = normal(2, ROWS, Small.CLASSES);
      INDArray direction = direction(network, 4);
      INDArray gradient = Nd4j.create(DataType.DOUBLE, network.parameterCount());
      try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
        pass.parameterGradient(cotangents, gradient);
      }

      assertClose(
          dot(gradient, direction),
          slope(
              network, network.parameters(), direction, () -> value(network, images, cotangents)));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_tangent_and_its_parameter_gradient_agree_with_central_differences(Small small) {
    try (Network network = moved(small)) {
      INDArray images = images(network);
      INDArray cotangents = normal(2, ROWS, Small.CLASSES);
      INDArray v = normal(3, images.shape());
      INDArray direction = direction(network, 4);
      INDArray gradient = Nd4j.create(DataType.DOUBLE, network.parameterCount());
      INDArray none = Nd4j.create(DataType.DOUBLE, ROWS, Small.CLASSES);
      double tangent;
      try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
        tangent = dot(pass.tangent(v), cotangents);
        pass.tangentParameterGradient(none, cotangents, gradient);
      }

      assertClose(tangent, slope(network, images, v, () -> value(network, images, cotangents)));
      assertClose(
          dot(gradient, direction),
          slope(
              network,
              network.parameters(),
              direction,
              () -> tangent(network, images, v, cotangents)));
    }
  }

  private static double value(Network network, INDArray images, INDArray cotangents) {
    try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
      return dot(pass.logits(), cotangents);
    }
  }

  private static double tangent(Network network, INDArray images, INDArray v, INDArray cotangents) {
    try (Pass pass = network.forward(images, Mode.INFERENCE, KEY)) {
      return dot(pass.tangent(v), cotangents);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void it_learns_which_part_of_an_image_is_bright(Small small) {
    int rows = 24;
    try (Network network = small.network(DataType.FLOAT)) {
      int[] labels = IntStream.range(0, rows).map(row -> row % Small.CLASSES).toArray();
      INDArray images = bright(network.inputShape(), labels);
      CrossEntropy loss = new CrossEntropy(labels);
      Adam rule = new Adam(5e-3);
      INDArray state = Nd4j.create(DataType.FLOAT, 1, rule.stateSize(network.parameterCount()));
      GradientUpdater<?> updater = rule.instantiate(state, true);
      for (int step = 0; step < 60; step++) {
        INDArray gradient = Nd4j.create(DataType.FLOAT, 1, network.parameterCount());
        try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(step))) {
          MeanLoss.accumulate(pass, loss, 1, gradient.reshape(gradient.length()));
        }
        updater.applyUpdater(gradient, step, 0);
        network.parameters().subi(gradient.reshape(network.parameters().shape()));
        network.parametersChanged();
      }

      assertThat(network.logits(images).argMax(1).toIntVector()).containsExactly(labels);
    }
  }

  /** Noise, with a brighter third of the rows for each class. */
  private static INDArray bright(long[] shape, int[] labels) {
    INDArray images = normal(7, labels.length, shape[0], shape[1], shape[2]).mul(0.1);
    long third = Math.max(1, shape[1] / Small.CLASSES);
    for (int row = 0; row < labels.length; row++) {
      for (long c = 0; c < shape[0]; c++) {
        for (long y = labels[row] * third; y < (labels[row] + 1) * third; y++) {
          for (long x = 0; x < shape[2]; x++) {
            images.putScalar(row, c, y, x, images.getDouble(row, c, y, x) + 1);
          }
        }
      }
    }
    return images.castTo(DataType.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_weight_has_one_name_in_each_family(Small small) {
    ComputationGraph graph = GraphBacked.graphOf(small.network(DataType.FLOAT));
    Map<String, INDArray> table = graph.paramTable();
    for (TensorNames names : small.tensorNames()) {
      Set<String> placed = new HashSet<>();
      names
          .places()
          .forEach(
              (name, place) -> {
                String parameter = place.layer() + "_" + place.parameter();
                assertThat(placed.add(parameter)).as(name).isTrue();
                assertThat(table).as(names.family() + " " + name).containsKey(parameter);
                assertThat(size(place)).as(name).isEqualTo(table.get(parameter).length());
                if (place.transposed()) {
                  assertThat(table.get(parameter).shape())
                      .as(name)
                      .containsExactly(place.shape()[1], place.shape()[0]);
                }
              });
      assertThat(placed).as(names.family()).isEqualTo(table.keySet());
    }
  }

  private static long size(TensorPlace place) {
    return Arrays.stream(place.shape()).reduce(1, (a, b) -> a * b);
  }
}
