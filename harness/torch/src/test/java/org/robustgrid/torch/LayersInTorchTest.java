package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.StraightThrough;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Deeplearning4j's layers and vertices, computed by PyTorch as by the engine. */
class LayersInTorchTest {

  private static TorchServer server;

  @BeforeAll
  static void start() {
    server = PyTorch.server(DataType.DOUBLE);
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
  }

  private static GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .graphBuilder()
        .addInputs("in")
        .setInputTypes(InputType.convolutionalFlat(7, 6, 2));
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(3)
        .build();
  }

  private static ComputationGraph finished(GraphBuilder builder, String last) {
    ComputationGraph graph =
        new ComputationGraph(builder.addLayer("out", output(), last).setOutputs("out").build());
    graph.init();
    return graph;
  }

  private static ConvolutionLayer convolution(ConvolutionMode mode, int stride, int dilation) {
    return new ConvolutionLayer.Builder(3, 2)
        .nOut(4)
        .stride(stride, stride)
        .dilation(dilation, dilation)
        .convolutionMode(mode)
        .padding(mode == ConvolutionMode.Same ? 0 : 1, 0)
        .activation(Activation.TANH)
        .build();
  }

  private static SubsamplingLayer pooling(SubsamplingLayer.PoolingType type, boolean whole) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(3, 2)
        .stride(2, 2)
        .padding(1, 1)
        .avgPoolIncludePadInDivisor(whole)
        .build();
  }

  static Stream<ComputationGraph> graphs() {
    return Stream.of(
        finished(
            builder()
                .addLayer("a", convolution(ConvolutionMode.Truncate, 2, 1), "in")
                .addLayer("b", new BatchNormalization.Builder().build(), "a")
                .addLayer("c", new PReLULayer.Builder().inputShape(4, 4, 3).build(), "b"),
            "c"),
        finished(
            builder()
                .addLayer("a", convolution(ConvolutionMode.Same, 2, 1), "in")
                .addLayer(
                    "b",
                    new BatchNormalization.Builder().useLogStd(true).lockGammaBeta(true).build(),
                    "a")
                .addLayer("c", convolution(ConvolutionMode.Same, 1, 2), "b"),
            "c"),
        finished(
            builder()
                .addLayer("a", pooling(SubsamplingLayer.PoolingType.MAX, true), "in")
                .addLayer("b", new Upsampling2D.Builder(2).build(), "a")
                .addLayer("c", pooling(SubsamplingLayer.PoolingType.AVG, false), "b")
                .addLayer("d", pooling(SubsamplingLayer.PoolingType.AVG, true), "c")
                .addLayer("e", new ZeroPaddingLayer.Builder(1, 0, 2, 1).build(), "d")
                .addLayer("f", new Cropping2D.Builder(0, 1, 1, 0).build(), "e"),
            "f"),
        finished(
            builder()
                .addLayer("a", convolution(ConvolutionMode.Truncate, 1, 1), "in")
                .addLayer("b", convolution(ConvolutionMode.Truncate, 1, 1), "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")
                .addVertex("max", new ElementWiseVertex(ElementWiseVertex.Op.Max), "a", "b")
                .addVertex(
                    "difference",
                    new ElementWiseVertex(ElementWiseVertex.Op.Subtract),
                    "sum",
                    "max")
                .addVertex("mean", new ElementWiseVertex(ElementWiseVertex.Op.Average), "a", "b")
                .addVertex("merged", new MergeVertex(), "difference", "mean", "product")
                .addVertex("scaled", new ScaleVertex(0.7), "merged")
                .addVertex("shifted", new ShiftVertex(0.2), "scaled"),
            "shifted"),
        finished(
            builder()
                .addLayer(
                    "a", new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build(), "in")
                .addVertex("b", new L2NormalizeVertex(), "a")
                .addVertex("c", new SubsetVertex(1, 5), "b")
                .addVertex("d", new ReshapeVertex(-1, 5), "c"),
            "d"),
        finished(
            builder()
                .addLayer("a", convolution(ConvolutionMode.Truncate, 1, 1), "in")
                .addLayer("max", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "a")
                .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "a")
                .addVertex("both", new MergeVertex(), "max", "mean"),
            "both"));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void layers_and_vertices_are_those_of_the_engine(ComputationGraph graph) {
    try (TwoExecutors networks = TwoExecutors.of(graph, server)) {
      networks.answerTheSame();
      networks.differentiateTheSame(Mode.INFERENCE, false);
      networks.differentiateTheSame(Mode.BATCH_STATISTICS, false);
      networks.differentiateTheSame(Mode.TRAINING, false);
      networks.answerTheSame();
    }
  }

  static Stream<IActivation> functions() {
    return Stream.concat(
        Stream.of(
                Activation.CUBE,
                Activation.ELU,
                Activation.GELU,
                Activation.HARDSIGMOID,
                Activation.HARDTANH,
                Activation.IDENTITY,
                Activation.LEAKYRELU,
                Activation.MISH,
                Activation.RATIONALTANH,
                Activation.RECTIFIEDTANH,
                Activation.RELU,
                Activation.RELU6,
                Activation.SELU,
                Activation.SIGMOID,
                Activation.SOFTMAX,
                Activation.SOFTPLUS,
                Activation.SOFTSIGN,
                Activation.SWISH,
                Activation.TANH)
            .map(Activation::getActivationFunction),
        Stream.of(
            new ActivationELU(0.6),
            new ActivationGELU(true),
            new ActivationLReLU(0.3),
            new ActivationThresholdedReLU(0.4),
            new ActivationReLU(0.5, 0.1, 0.2)));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void activation_functions_are_those_of_the_engine(IActivation function) {
    ComputationGraph graph =
        finished(
            builder()
                .addLayer("a", new DenseLayer.Builder().nOut(9).activation(function).build(), "in")
                .addLayer("b", new ActivationLayer.Builder().activation(function).build(), "a"),
            "b");
    try (TwoExecutors networks = TwoExecutors.of(graph, server)) {
      networks.answerTheSame();
      networks.differentiateTheSame(Mode.INFERENCE, true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"round", "floor", "ceiling", "truncate"})
  void rounding_that_is_passed_straight_through_is_that_of_the_engine(String function) {
    for (String word : List.of(function, StraightThrough.of(function))) {
      OperatorVertex rounding =
          new OperatorVertex("map", List.of(word), List.of(new long[] {4, 7, 5}));
      ComputationGraph graph =
          finished(
              builder()
                  .addLayer("a", convolution(ConvolutionMode.Truncate, 1, 1), "in")
                  .addVertex("large", new ScaleVertex(3), "a")
                  .addVertex("rounded", rounding, "large")
                  .addLayer("b", convolution(ConvolutionMode.Truncate, 1, 1), "rounded"),
              "b");
      try (TwoExecutors networks = TwoExecutors.of(graph, server)) {
        networks.answerTheSame();
        networks.differentiateTheSame(Mode.INFERENCE, true);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"round", "floor", "ceiling", "truncate"})
  void infinite_numbers_that_are_passed_straight_through_stay_infinite(String function) {
    OperatorVertex rounding =
        new OperatorVertex(
            "map", List.of(StraightThrough.of(function)), List.of(new long[] {2, 7, 6}));
    ComputationGraph graph = finished(builder().addVertex("rounded", rounding, "in"), "rounded");
    try (TwoExecutors networks = TwoExecutors.of(graph, server)) {
      INDArray images = networks.images(1);
      images.putScalar(0, Double.POSITIVE_INFINITY);
      images.putScalar(1, Double.NEGATIVE_INFINITY);
      List<String> names = List.of("rounded");
      double[] expected =
          HostArrays.read(networks.engine().activations(images, names).get("rounded"));
      assertThat(expected)
          .startsWith(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
          .doesNotContain(Double.NaN);
      assertThat(HostArrays.read(networks.torch().activations(images, names).get("rounded")))
          .isEqualTo(expected);
    }
  }

  static Stream<IDropout> dropouts() {
    return Stream.of(
        new Dropout(0.6),
        new SpatialDropout(0.6),
        new AlphaDropout(0.6),
        new GaussianDropout(0.3),
        new GaussianNoise(0.3));
  }

  @ParameterizedTest
  @MethodSource("dropouts")
  void dropout_is_drawn_by_the_key_of_the_pass_and_in_training_only(IDropout dropout) {
    ComputationGraph graph =
        finished(
            builder()
                .addLayer("a", convolution(ConvolutionMode.Truncate, 1, 1), "in")
                .addLayer("b", new DropoutLayer.Builder(dropout).build(), "a"),
            "b");
    try (TwoExecutors networks = TwoExecutors.of(graph, server)) {
      networks.answerTheSame();
      networks.differentiateTheSame(Mode.BATCH_STATISTICS, false);
      Network torch = networks.torch();
      INDArray images = networks.images(1);
      INDArray first = logits(torch, images, 1);
      assertThat(logits(torch, images, 1)).isEqualTo(first);
      assertThat(logits(torch, images, 2)).isNotEqualTo(first);
      assertThat(torch.logits(images)).isNotEqualTo(first);
    }
  }

  private static INDArray logits(Network network, INDArray images, long key) {
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(key))) {
      return pass.logits().dup();
    }
  }

  @Test
  void the_mean_of_many_drops_is_what_was_dropped_from() {
    ComputationGraph graph =
        finished(
            builder()
                .addLayer("a", convolution(ConvolutionMode.Truncate, 1, 1), "in")
                .addLayer("b", new DropoutLayer.Builder(new Dropout(0.7)).build(), "a"),
            "b");
    try (TwoExecutors networks = TwoExecutors.of(graph, server)) {
      INDArray images = networks.images(1);
      INDArray sum = Nd4j.zeros(DataType.DOUBLE, TwoExecutors.ROWS, 3);
      int draws = 400;
      for (int draw = 0; draw < draws; draw++) {
        sum.addi(logits(networks.torch(), images, draw));
      }
      INDArray distance = sum.divi(draws).subi(networks.torch().logits(images));
      assertThat(distance.amaxNumber().doubleValue()).isBetween(1e-6, 0.1);
    }
  }

  @Test
  void a_layer_that_is_not_computed_is_named_with_the_way_out() {
    ComputationGraph graph =
        finished(
            builder().addLayer("up", new Deconvolution2D.Builder(2, 2).nOut(2).build(), "in"),
            "up");
    assertThatThrownBy(() -> TorchNetwork.of(graph, server, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer 'up' (Deconvolution2D) is not computed in PyTorch")
        .hasMessageContaining("--executor engine");
  }
}
