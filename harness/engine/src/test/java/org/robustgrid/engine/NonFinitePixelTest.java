package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robustgrid.engine.SampleGraphs.convolution;
import static org.robustgrid.engine.SampleGraphs.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * A pixel that is no finite number shows in the logits, whichever kernels run: in float, where
 * oneDNN's do, as in double, where plain sums and comparisons do.
 */
class NonFinitePixelTest {

  private static final int HEIGHT = 9;
  private static final int WIDTH = 8;
  private static final int PIXELS = HEIGHT * WIDTH;
  private static final double[] VALUES = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private static final List<Activation> CURVES =
      List.of(Activation.TANH, Activation.SIGMOID, Activation.SWISH, Activation.GELU);

  /** What reads the second convolution. */
  enum Reader {
    NOTHING,
    MAX_OF_QUARTERS(pooling(SubsamplingLayer.PoolingType.MAX, 2, 2, 0)),
    MAX_OF_PADDED_WINDOWS(pooling(SubsamplingLayer.PoolingType.MAX, 3, 2, 1)),
    MAX_OF_OVERLAPPING_WINDOWS(pooling(SubsamplingLayer.PoolingType.MAX, 2, 1, 0)),
    AVERAGE(pooling(SubsamplingLayer.PoolingType.AVG, 2, 2, 0)),
    MAX_OF_PLANES(new GlobalPoolingLayer.Builder(PoolingType.MAX).build()),
    AVERAGE_OF_PLANES(new GlobalPoolingLayer.Builder(PoolingType.AVG).build()),
    BATCH_NORM(new BatchNormalization.Builder().build());

    private final Layer layer;

    Reader() {
      this(null);
    }

    Reader(Layer layer) {
      this.layer = layer;
    }
  }

  static Stream<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (int channels : new int[] {1, 4, 16, 17}) {
      for (Reader reader : Reader.values()) {
        networks.add(Arguments.of(channels, reader, Activation.RELU));
        networks.add(Arguments.of(channels, reader, Activation.IDENTITY));
      }
    }
    for (Activation activation : CURVES) {
      networks.add(Arguments.of(16, Reader.NOTHING, activation));
      networks.add(Arguments.of(16, Reader.MAX_OF_QUARTERS, activation));
    }
    return networks.stream();
  }

  /** Two convolutions, a sum of both, and a reader before the logits. */
  private static ComputationGraph graph(
      int channels, Reader reader, Activation activation, DataType precision) {
    GraphBuilder g = SampleGraphs.builder();
    g.addLayer("c1", convolution(channels, 3, 1, 1, true), "input");
    g.addLayer("a1", SampleGraphs.activation(activation), "c1");
    g.addLayer("c2", convolution(channels, 3, 1, 1, true), "a1");
    g.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "c2", "a1");
    g.addLayer("a2", SampleGraphs.activation(activation), "sum");
    String last = "a2";
    if (reader.layer != null) {
      g.addLayer("reader", reader.layer.clone(), last);
      last = "reader";
    }
    OutputLayer output = new OutputLayer.Builder().activation(Activation.SOFTMAX).nOut(3).build();
    g.addLayer("output", output, last).setOutputs("output");
    g.setInputTypes(InputType.convolutionalFlat(HEIGHT, WIDTH, 1));
    var configuration = g.build();
    configuration.setDataType(precision);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** One image a pixel, in which that pixel has the given value. */
  private static INDArray images(double value) {
    INDArray images = SampleGraphs.random(DataType.DOUBLE, 1, PIXELS, 1, HEIGHT, WIDTH);
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      images.putScalar(pixel, 0, pixel / WIDTH, pixel % WIDTH, value);
    }
    return images;
  }

  private static List<Boolean> finite(INDArray logits) {
    List<Boolean> finite = new ArrayList<>();
    for (int row = 0; row < logits.size(0); row++) {
      for (int k = 0; k < logits.size(1); k++) {
        finite.add(Double.isFinite(logits.getDouble(row, k)));
      }
    }
    return finite;
  }

  @ParameterizedTest(name = "{0} channels, {1}, {2}")
  @MethodSource("networks")
  void shows_in_the_logits_as_it_does_in_plain_arithmetic(
      int channels, Reader reader, Activation activation) {
    GraphNetwork plain = new GraphNetwork(graph(channels, reader, activation, DataType.DOUBLE));
    ComputationGraph graph = graph(channels, reader, activation, DataType.FLOAT);
    graph.setParams(plain.parameters().castTo(DataType.FLOAT));
    GraphNetwork network = new GraphNetwork(graph);
    for (double value : VALUES) {
      INDArray images = images(value);

      List<Boolean> expected = finite(plain.logits(images));
      INDArray logits = network.logits(images.castTo(DataType.FLOAT));

      assertThat(finite(logits)).as("a pixel of %s", value).isEqualTo(expected);
      if (Double.isNaN(value)) {
        assertThat(expected).containsOnly(false);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void a_nan_leaves_the_other_images_of_a_batch_alone(int channels) {
    GraphNetwork network =
        new GraphNetwork(graph(channels, Reader.MAX_OF_QUARTERS, Activation.RELU, DataType.FLOAT));
    INDArray images = images(0.5).castTo(DataType.FLOAT);
    INDArray expected = network.logits(images).dup();
    images.putScalar(new int[] {7, 0, 0, 0}, Float.NaN);

    INDArray logits = network.logits(images);

    assertThat(finite(logits.get(NDArrayIndex.interval(7, 8)))).containsOnly(false);
    assertThat(logits.get(NDArrayIndex.interval(0, 7)))
        .isEqualTo(expected.get(NDArrayIndex.interval(0, 7)));
    assertThat(logits.get(NDArrayIndex.interval(8, PIXELS)))
        .isEqualTo(expected.get(NDArrayIndex.interval(8, PIXELS)));
  }

  @ParameterizedTest
  @EnumSource
  void a_nan_shows_in_the_logits_of_every_mode(Mode mode) {
    GraphNetwork network =
        new GraphNetwork(graph(16, Reader.MAX_OF_QUARTERS, Activation.RELU, DataType.FLOAT));
    INDArray images = images(Double.NaN).castTo(DataType.FLOAT);

    try (Pass pass = network.forward(images, mode, RandomKey.of(0))) {
      assertThat(finite(pass.logits())).containsOnly(false);
    }
  }

  /** As training that diverged leaves them. */
  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void a_weight_that_is_no_number_shows_in_every_logit(int channels) {
    GraphNetwork network =
        new GraphNetwork(graph(channels, Reader.MAX_OF_QUARTERS, Activation.RELU, DataType.FLOAT));
    network.graph().getLayer("c1").getParam("W").assign(Float.NaN);
    network.parametersChanged();

    INDArray logits = network.logits(images(0.5).castTo(DataType.FLOAT));

    assertThat(finite(logits)).containsOnly(false);
  }

  /** Sums of magnitudes overflow here, the maxima do not. */
  @Test
  void maxima_of_huge_finite_pixels_are_those_of_plain_arithmetic() {
    ComputationGraph graph = graph(16, Reader.MAX_OF_QUARTERS, Activation.IDENTITY, DataType.FLOAT);
    GraphNetwork network = new GraphNetwork(graph);
    INDArray images = SampleGraphs.random(DataType.FLOAT, 1, 4, 1, HEIGHT, WIDTH);
    INDArray expected = network.logits(images).dup();
    // a power of two: everything scales exactly, as there are no biases yet
    float scale = 0x1p120f;

    INDArray logits = network.logits(images.mul(scale));

    assertThat(logits).isEqualTo(expected.mul(scale));
  }

  @Test
  void a_tangent_at_a_nan_is_no_number_that_another_image_left() {
    GraphNetwork network =
        new GraphNetwork(
            graph(16, Reader.MAX_OF_OVERLAPPING_WINDOWS, Activation.RELU, DataType.FLOAT));
    INDArray tangents = SampleGraphs.random(DataType.FLOAT, 5, PIXELS, 1, HEIGHT, WIDTH);
    INDArray nans = images(Double.NaN).castTo(DataType.FLOAT);
    INDArray first;
    try (Pass pass = network.forward(nans, Mode.INFERENCE, RandomKey.of(0))) {
      first = pass.tangent(tangents).dup();
    }
    INDArray others = SampleGraphs.random(DataType.FLOAT, 9, PIXELS, 1, HEIGHT, WIDTH);
    try (Pass pass = network.forward(others, Mode.INFERENCE, RandomKey.of(0))) {
      pass.tangent(tangents.mul(7));
    }

    try (Pass pass = network.forward(nans, Mode.INFERENCE, RandomKey.of(0))) {
      assertThat(pass.tangent(tangents)).isEqualTo(first);
    }
  }
}
