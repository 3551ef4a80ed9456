package org.robustgrid.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Vertices of operators in a graph: by the engine, and by Deeplearning4j alone. */
class SampleVertexTest {

  private static final int ROWS = 3;
  private static final int CLASSES = 4;
  private static final double STEP = 1e-5;

  @TempDir private Path folder;

  private final Random random = new Random(5);

  private static GraphBuilder builder() {
    NativeLibrary.select();
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .activation(Activation.IDENTITY)
        .graphBuilder()
        .addInputs("input");
  }

  private static OperatorVertex operator(String name, List<String> arguments, long[]... shapes) {
    return new OperatorVertex(name, arguments, List.of(shapes));
  }

  private static long[] pair(long height, long width) {
    return new long[] {height, width};
  }

  /** Convolutions in groups and transposed, tokens, attention, norms, a class token. */
  private static ComputationGraph graph() {
    GraphBuilder g = builder();
    long[] image = {4, 6, 5};
    g.addVertex("image", operator("view", List.of(), image), "input");
    g.addVertex(
        "grouped",
        new ConvolutionVertex(
            image, false, 6, 2, pair(3, 2), pair(2, 1), pair(1, 2), pair(1, 0), pair(3, 4), true),
        "image");
    g.addLayer("norm", new BatchNormalization.Builder().nIn(6).nOut(6).build(), "grouped");
    g.addVertex(
        "transposed",
        new ConvolutionVertex(
            new long[] {6, 3, 4},
            true,
            4,
            2,
            pair(3, 3),
            pair(2, 1),
            pair(1, 1),
            pair(1, 1),
            pair(6, 4),
            true),
        "norm");
    g.addLayer(
        "plain",
        new ConvolutionLayer.Builder(1, 1).nIn(4).nOut(4).hasBias(false).build(),
        "transposed");
    g.addVertex(
        "tokens",
        operator("view", List.of("reshape 4 24", "permute 1 0"), new long[] {4, 6, 4}),
        "plain");
    g.addVertex("token", new ParameterVertex(image, new long[] {1, 4}, 0.1, 0.5), "input");
    g.addVertex(
        "joined",
        operator("join", List.of("0"), new long[] {1, 4}, new long[] {24, 4}),
        "token",
        "tokens");
    g.addVertex(
        "standard", operator("standardize", List.of("4", "1e-3"), new long[] {25, 4}), "joined");
    g.addVertex("dense", new TokenDenseVertex(new long[] {25, 4}, 4, true), "standard");
    g.addVertex("gelu", operator("map", List.of("gelu"), new long[] {25, 4}), "dense");
    g.addVertex("rows", operator("view", List.of("reshape 1 25 4"), new long[] {25, 4}), "gelu");
    g.addVertex(
        "keys",
        operator("view", List.of("permute 1 0", "reshape 1 4 25"), new long[] {25, 4}),
        "gelu");
    g.addVertex(
        "scores",
        operator("product", List.of(), new long[] {1, 25, 4}, new long[] {1, 4, 25}),
        "rows",
        "keys");
    g.addVertex("attention", operator("softmax", List.of("2"), new long[] {1, 25, 25}), "scores");
    g.addVertex(
        "mixed",
        operator("product", List.of(), new long[] {1, 25, 25}, new long[] {1, 25, 4}),
        "attention",
        "rows");
    g.addVertex(
        "first",
        operator("view", List.of("slice 1 0 1 1", "reshape 4"), new long[] {1, 25, 4}),
        "mixed");
    g.addLayer(
        "out",
        new OutputLayer.Builder(new LossMCXENT())
            .activation(Activation.SOFTMAX)
            .nIn(4)
            .nOut(CLASSES)
            .build(),
        "first");
    ComputationGraph graph = new ComputationGraph(g.setOutputs("out").build());
    graph.init();
    return graph;
  }

  private INDArray normal(long... shape) {
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
    double[] values = new double[(int) array.length()];
    java.util.Arrays.setAll(values, i -> random.nextGaussian());
    HostArrays.write(values, array);
    return array;
  }

  private static double[] softmax(INDArray logits) {
    return HostArrays.read(Nd4j.nn().softmax(logits, 1));
  }

  @Test
  void deeplearning4j_alone_answers_as_the_engine_does() {
    ComputationGraph graph = graph();
    INDArray images = normal(ROWS, 4, 6, 5);
    try (Network network = Networks.of(graph)) {
      assertThat(HostArrays.read(graph.outputSingle(images)))
          .containsExactly(softmax(network.logits(images)), within(1e-9));
    }
  }

  @Test
  void a_saved_graph_answers_as_before_in_both() throws Exception {
    ComputationGraph graph = graph();
    INDArray images = normal(ROWS, 4, 6, 5);
    Path file = folder.resolve("model.zip");
    ModelSerializer.writeModel(graph, file.toFile(), false);
    double[] before = HostArrays.read(graph.outputSingle(images));
    try (Network loaded = ModelFile.load(file, DataType.DOUBLE)) {
      assertThat(softmax(loaded.logits(images))).containsExactly(before, within(1e-9));
    }
    ComputationGraph alone = ModelSerializer.restoreComputationGraph(file.toFile());
    assertThat(HostArrays.read(alone.outputSingle(images))).containsExactly(before, within(1e-12));
  }

  @Test
  void float_answers_as_double_does() {
    ComputationGraph graph = graph();
    INDArray images = normal(ROWS, 4, 6, 5);
    try (Network wide = Networks.of(graph);
        Network narrow = Networks.of(graph.convertDataType(DataType.FLOAT))) {
      assertThat(HostArrays.read(narrow.logits(images.castTo(DataType.FLOAT))))
          .containsExactly(HostArrays.read(wide.logits(images)), within(1e-4));
    }
  }

  /** Whole blocks of channels: depthwise, and in two groups, each with its norm and ReLU. */
  private static ComputationGraph wide() {
    GraphBuilder g = builder();
    long[] image = {32, 7, 6};
    g.addVertex("image", operator("view", List.of(), image), "input");
    g.addVertex(
        "depthwise",
        new ConvolutionVertex(
            image, false, 32, 32, pair(3, 3), pair(2, 2), pair(1, 1), pair(1, 1), pair(4, 3), true),
        "image");
    g.addLayer("norm", new BatchNormalization.Builder().nIn(32).nOut(32).build(), "depthwise");
    g.addLayer("relu", new ActivationLayer.Builder().activation(Activation.RELU).build(), "norm");
    g.addVertex(
        "grouped",
        new ConvolutionVertex(
            new long[] {32, 4, 3},
            false,
            64,
            2,
            pair(2, 3),
            pair(1, 1),
            pair(1, 1),
            pair(0, 1),
            pair(4, 3),
            false),
        "relu");
    g.addVertex("mean", operator("mean", List.of("1", "2"), new long[] {64, 4, 3}), "grouped");
    g.addVertex("flat", operator("view", List.of("reshape 64"), new long[] {64, 1, 1}), "mean");
    g.addLayer(
        "out",
        new OutputLayer.Builder(new LossMCXENT())
            .activation(Activation.SOFTMAX)
            .nIn(64)
            .nOut(CLASSES)
            .build(),
        "flat");
    ComputationGraph graph = new ComputationGraph(g.setOutputs("out").build());
    graph.init();
    return graph;
  }

  @Test
  void derivatives_in_float_follow_those_in_double() {
    FloatAgainstDouble.assertDerivativesAgree(graph(), CLASSES, ROWS, 4, 6, 5);
  }

  @Test
  void grouped_convolutions_of_whole_blocks_in_float_follow_those_in_double() {
    FloatAgainstDouble.assertDerivativesAgree(wide(), CLASSES, ROWS, 32, 7, 6);
  }

  private static double dot(INDArray a, INDArray b) {
    return a.reshape(a.length()).mul(b.reshape(b.length())).sumNumber().doubleValue();
  }

  private static INDArray unit(INDArray direction) {
    return direction.divi(direction.norm2Number());
  }

  private double value(Network network, INDArray x, INDArray v, INDArray g, INDArray h) {
    try (Pass pass = network.forward(x, Mode.INFERENCE, RandomKey.of(0))) {
      return dot(pass.logits(), g) + dot(pass.tangent(v), h);
    }
  }

  @Test
  void second_derivatives_agree_with_central_differences() {
    try (Network network = Networks.of(graph())) {
      INDArray x = normal(ROWS, 4, 6, 5);
      INDArray v = normal(ROWS, 4, 6, 5);
      INDArray g = normal(ROWS, CLASSES);
      INDArray h = normal(ROWS, CLASSES);
      INDArray toParameters = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
      INDArray toInput;
      try (Pass pass = network.forward(x, Mode.INFERENCE, RandomKey.of(0))) {
        pass.tangent(v);
        pass.tangentParameterGradient(g, h, toParameters);
        toInput = pass.tangentInputGradient(g, h).dup('c');
      }
      INDArray direction = unit(normal(ROWS, 4, 6, 5));
      double above = value(network, x.add(direction.mul(STEP)), v, g, h);
      double below = value(network, x.sub(direction.mul(STEP)), v, g, h);
      assertThat(dot(toInput, direction)).isCloseTo((above - below) / (2 * STEP), within(1e-5));

      INDArray step = normal(network.parameterCount());
      // running statistics are no parameters that a gradient moves
      step = unit(step.muli(toParameters.neq(0).castTo(DataType.DOUBLE))).muli(STEP);
      INDArray parameters = network.parameters();
      INDArray origin = parameters.dup();
      parameters.addi(step.reshape(parameters.shape()));
      network.parametersChanged();
      above = value(network, x, v, g, h);
      parameters.assign(origin).subi(step.reshape(parameters.shape()));
      network.parametersChanged();
      below = value(network, x, v, g, h);
      assertThat(dot(toParameters, step) / STEP)
          .isCloseTo((above - below) / (2 * STEP), within(1e-5));
    }
  }
}
