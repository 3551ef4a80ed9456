package org.robustgrid.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Network;

/** Rounding that has the identity's derivatives. */
class StraightThroughTest {

  /** With ties, whole numbers, and numbers below one half of either sign. */
  private static final double[] X = {-2.5, -1.7, -1, -0.5, -0.2, 0, 0.2, 0.5, 1, 1.3, 1.5, 2.5};

  private static SampleKernel kernel(String function, String... parameters) {
    List<String> arguments = new java.util.ArrayList<>(List.of(function));
    arguments.addAll(List.of(parameters));
    return Operators.of("map", arguments, List.of(new long[] {X.length})).kernel();
  }

  private static double[] some(double from) {
    double[] values = new double[X.length];
    java.util.Arrays.setAll(values, i -> Math.sin(from + 2 * i));
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"round", "floor", "ceiling", "truncate"})
  void a_function_is_computed_as_it_is_and_differentiated_as_the_identity(String function) {
    SampleKernel straight = kernel(StraightThrough.of(function));
    double[] expected = new double[X.length];
    double[] actual = new double[X.length];
    kernel(function).forward(new double[][] {X}, expected);
    straight.forward(new double[][] {X}, actual);
    assertThat(actual).isEqualTo(expected);
    for (double value : actual) {
      assertThat(value).isEqualTo(Math.rint(value));
    }

    SampleKernel identity = kernel("line", "1", "0");
    double[][] x = {X};
    double[][] v = {some(1)};
    for (SampleKernel each : List.of(straight, identity)) {
      double[] into = each == straight ? actual : expected;
      double[][] back = {new double[X.length]};
      double[][] second = {new double[X.length]};
      double[][] third = {new double[X.length]};
      double[] tangent = new double[X.length];
      each.backward(x, some(2), back);
      each.tangent(x, v, tangent);
      each.tangentBackward(x, v, some(2), some(3), second, third);
      for (int i = 0; i < into.length; i++) {
        into[i] = back[0][i] + 10 * tangent[i] + 100 * second[0][i] + 1000 * third[0][i];
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void a_cast_to_whole_numbers_goes_towards_zero() {
    double[] y = new double[X.length];
    kernel("truncate").forward(new double[][] {X}, y);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isEqualTo((long) X[i]);
    }
  }

  @Test
  void deeplearning4j_alone_computes_the_same_numbers() {
    NativeLibrary.select();
    for (String function : List.of("round", "floor", "ceiling", "truncate")) {
      GraphBuilder builder =
          new NeuralNetConfiguration.Builder()
              .seed(3)
              .dataType(DataType.DOUBLE)
              .graphBuilder()
              .addInputs("input");
      builder.addVertex(
          "rounded",
          new OperatorVertex(
              "map", List.of(StraightThrough.of(function)), List.of(new long[] {X.length})),
          "input");
      builder.addLayer(
          "out",
          new OutputLayer.Builder(new LossMCXENT())
              .activation(Activation.SOFTMAX)
              .nIn(X.length)
              .nOut(3)
              .build(),
          "rounded");
      ComputationGraph graph = new ComputationGraph(builder.setOutputs("out").build());
      graph.init();
      INDArray x = Nd4j.createFromArray(new double[][] {X});
      try (Network network = Networks.of(graph)) {
        assertThat(HostArrays.read(graph.outputSingle(x)))
            .as(function)
            .containsExactly(
                HostArrays.read(Nd4j.nn().softmax(network.logits(x), 1)), within(1e-12));
      }
    }
  }

  @Test
  void what_stands_for_what_is_told_of_functions_that_are_passed_straight_through_alone() {
    assertThat(StraightThrough.standIn(List.of("round", "tanh"))).isEmpty();
    assertThat(
            StraightThrough.standIn(
                List.of("floor", "straight-round", "straight-floor", "straight-round")))
        .contains("the identity stands for rounding down and rounding to the nearest whole number");
    assertThatThrownBy(() -> StraightThrough.of("sign"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'sign'");
  }
}
