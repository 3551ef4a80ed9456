package org.robustgrid.engine.operator;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.engine.library.NativeLibrary;

/** Operators as networks combine them: what native kernels give in float follows double. */
class NativeOperatorsTest {

  private static final int ROWS = 3;
  private static final int CLASSES = 4;

  private final GraphBuilder g;
  private String last = "input";

  NativeOperatorsTest() {
    NativeLibrary.select();
    g =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(DataType.DOUBLE)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("input");
  }

  private String operator(String vertex, String name, List<String> arguments, long[]... shapes) {
    return operator(vertex, name, arguments, List.of(shapes), last);
  }

  private String operator(
      String vertex, String name, List<String> arguments, List<long[]> shapes, String... inputs) {
    g.addVertex(vertex, new OperatorVertex(name, arguments, shapes), inputs);
    last = vertex;
    return vertex;
  }

  private String view(String vertex, long[] shape, String... steps) {
    return operator(vertex, "view", List.of(steps), shape);
  }

  private String learnt(String vertex, long[] shape, double mean) {
    g.addVertex(vertex, new ParameterVertex(new long[] {3, 8, 8}, shape, mean, 0.3), "input");
    return vertex;
  }

  private String layerNorm(String name, long[] shape, int width) {
    long[] ones = shape.clone();
    java.util.Arrays.fill(ones, 1);
    ones[ones.length - 1] = width;
    operator(name, "standardize", List.of(Integer.toString(width), "1e-3"), shape);
    operator(
        name + ".scaled",
        "multiply",
        List.of(),
        List.of(shape, ones),
        last,
        learnt(name + ".scale", ones, 1));
    return operator(
        name + ".shifted",
        "add",
        List.of(),
        List.of(ones, shape),
        learnt(name + ".shift", ones, 0),
        last);
  }

  private void dense(String name, long[] shape, long outputs) {
    g.addVertex(name, new TokenDenseVertex(shape, outputs, true), last);
    last = name;
  }

  private void convolution(String name, int channels, int outputs, int kernel, int stride) {
    g.addLayer(
        name,
        new ConvolutionLayer.Builder(kernel, kernel)
            .nIn(channels)
            .nOut(outputs)
            .stride(stride, stride)
            .padding(kernel / 2, kernel / 2)
            .build(),
        last);
    last = name;
  }

  private String sum(String name, String one, String other) {
    g.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), one, other);
    last = name;
    return name;
  }

  private void activation(String name, IActivation function) {
    g.addLayer(name, new ActivationLayer.Builder().activation(function).build(), last);
    last = name;
  }

  private void assertAgrees(int features) {
    g.addLayer(
        "out",
        new OutputLayer.Builder(new LossMCXENT())
            .activation(Activation.SOFTMAX)
            .nIn(features)
            .nOut(CLASSES)
            .build(),
        last);
    g.setInputTypes(InputType.convolutionalFlat(8, 8, 3));
    ComputationGraph graph = new ComputationGraph(g.setOutputs("out").build());
    graph.init();
    graph
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_var")) {
                values.assign(0.5);
              } else if (name.endsWith("_gamma") || name.endsWith("_mean")) {
                values.addi(0.3);
              }
            });
    FloatAgainstDouble.assertDerivativesAgree(graph, CLASSES, ROWS, 3, 8, 8);
  }

  @Test
  void a_block_of_attention() {
    int width = 24;
    convolution("patches", 3, width, 2, 2);
    long[] sequence = {25, width};
    view("tokens", new long[] {width, 5, 5}, "reshape 24 25", "permute 1 0");
    String token = learnt("class", new long[] {1, width}, 0);
    long[] all = {26, width};
    operator("joined", "join", List.of("0"), List.of(new long[] {1, width}, sequence), token, last);
    String positions = learnt("positions", all, 0);
    String input = operator("placed", "add", List.of(), List.of(all, all), last, positions);
    layerNorm("norm", all, width);
    dense("qkv", all, 3L * width);
    long[] three = {26, 3L * width};
    String qkv = last;
    String heads = "reshape 26 3 24";
    String[] parts = new String[3];
    for (int i = 0; i < 3; i++) {
      last = qkv;
      String order = i == 1 ? "permute 1 2 0" : "permute 1 0 2";
      parts[i] = view("part" + i, three, heads, "slice 1 " + i + " 1 1", "reshape 26 2 12", order);
    }
    long[] rows = {2, 26, 12};
    long[] columns = {2, 12, 26};
    long[] square = {2, 26, 26};
    last = parts[0];
    operator("halved", "map", List.of("line", "0.5", "0"), rows);
    operator("scores", "product", List.of(), List.of(rows, columns), last, parts[1]);
    operator("weights", "softmax", List.of("2"), square);
    operator("mixed", "product", List.of(), List.of(square, rows), last, parts[2]);
    view("merged", rows, "permute 1 0 2", "reshape 26 24");
    dense("projected", all, width);
    sum("added", last, input);
    layerNorm("last", all, width);
    view("first", all, "slice 0 0 1 1", "reshape 24");
    assertAgrees(width);
  }

  @Test
  void softmax_and_factors_along_an_axis_that_is_not_the_last() {
    convolution("plain", 3, 16, 3, 1);
    long[] image = {16, 8, 8};
    operator("softmax", "softmax", List.of("0"), image);
    String factors = learnt("factors", new long[] {16, 1, 1}, 1);
    operator("scaled", "multiply", List.of(), List.of(image, new long[] {16, 1, 1}), last, factors);
    String offset = learnt("offset", new long[] {1, 1, 1}, 1);
    operator("shifted", "add", List.of(), List.of(image, new long[] {1, 1, 1}), last, offset);
    operator("mean", "mean", List.of("1", "2"), image);
    view("flat", new long[] {16, 1, 1}, "reshape 16");
    assertAgrees(16);
  }

  /** A residual block with channels last inside; its input is rectified by what reads it. */
  @Test
  void a_block_that_puts_channels_last() {
    int width = 32;
    long[] image = {width, 8, 8};
    long[] pixels = {8, 8, width};
    convolution("stem", 3, width, 3, 1);
    view("stem.pixels", image, "permute 1 2 0");
    layerNorm("stem.norm", pixels, width);
    view("stem.image", pixels, "permute 2 0 1");
    String input = last;
    long[] seven = {7, 7};
    long[] one = {1, 1};
    g.addVertex(
        "depthwise",
        new ConvolutionVertex(
            image,
            false,
            width,
            width,
            seven,
            one,
            one,
            new long[] {3, 3},
            new long[] {8, 8},
            true),
        input);
    last = "depthwise";
    view("pixels", image, "permute 1 2 0");
    layerNorm("norm", pixels, width);
    dense("wide", pixels, 2L * width);
    operator("gelu", "map", List.of("gelu"), new long[] {8, 8, 2L * width});
    dense("narrow", new long[] {8, 8, 2L * width}, width);
    long[] ones = {1, 1, width};
    operator(
        "scaled", "multiply", List.of(), List.of(pixels, ones), last, learnt("factors", ones, 0.5));
    view("image", pixels, "permute 2 0 1");
    sum("added", last, input);
    convolution("down", width, width, 3, 2);
    g.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    last = "pool";
    assertAgrees(width);
  }

  @Test
  void a_rectifier_behind_a_transposition_leaves_the_image_alone() {
    int width = 16;
    long[] image = {width, 8, 8};
    convolution("stem", 3, width, 3, 1);
    String input = last;
    view("pixels", image, "permute 1 2 0");
    activation("relu", Activation.RELU.getActivationFunction());
    view("image", new long[] {8, 8, width}, "permute 2 0 1");
    sum("added", last, input);
    convolution("next", width, width, 3, 1);
    g.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    last = "pool";
    assertAgrees(width);
  }

  @Test
  void a_residual_block_whose_norms_come_first() {
    convolution("stem", 3, 16, 3, 1);
    for (int block = 0; block < 2; block++) {
      String input = last;
      norm("norm" + block);
      activation("relu" + block, Activation.RELU.getActivationFunction());
      convolution("first" + block, 16, 16, 3, 1);
      norm("inner" + block);
      activation(
          "bent" + block,
          block == 0 ? new ActivationReLU6() : Activation.SWISH.getActivationFunction());
      convolution("second" + block, 16, 16, 3, 1);
      sum("added" + block, last, input);
    }
    norm("last");
    activation("rectified", Activation.RELU.getActivationFunction());
    g.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    last = "pool";
    assertAgrees(16);
  }

  private void norm(String name) {
    g.addLayer(
        name, new BatchNormalization.Builder().nIn(16).nOut(16).useLogStd(false).build(), last);
    last = name;
  }
}
