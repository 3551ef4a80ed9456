package org.robustgrid.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.spi.data.DataException;

/**
 * Builds a Deeplearning4j configuration from a {@code model.json}, following shapes layer by layer.
 */
final class GraphImport {

  static final String INPUT = "input";
  private static final Set<String> ACTIVATIONS = Set.of("relu", "tanh", "silu", "gelu");

  private final long[] inputShape;
  private final GraphBuilder graph;
  private final Map<String, long[]> shapes = new HashMap<>();

  /** Where a flatten layer's readers read from: Deeplearning4j flattens in the reader. */
  private final Map<String, String> flattened = new HashMap<>();

  private String previous = INPUT;

  GraphImport(JsonNode model) {
    this.inputShape = inputShape(model);
    this.graph =
        new NeuralNetConfiguration.Builder()
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs(INPUT);
    shapes.put(INPUT, inputShape);
  }

  private static long[] inputShape(JsonNode model) {
    JsonNode input = model.path("input");
    if (input.isMissingNode()) {
      throw new DataException(
          "model description: there is no 'input', which must be [features] or [channels, height,"
              + " width]");
    }
    long[] shape = new long[input.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = input.get(i).asLong();
    }
    boolean good = shape.length == 1 || shape.length == 3;
    if (!good || Arrays.stream(shape).anyMatch(size -> size < 1)) {
      throw new DataException(
          "model description: 'input' must be [features] or [channels, height, width], not "
              + input);
    }
    return shape;
  }

  ComputationGraphConfiguration configuration(JsonNode model) {
    JsonNode layers = model.path("layers");
    if (!layers.isArray() || layers.isEmpty()) {
      throw new DataException("model description: 'layers' must be a list of at least one layer");
    }
    for (int i = 0; i < layers.size(); i++) {
      LayerDescription layer = LayerDescription.of(layers.get(i), i);
      if (shapes.containsKey(layer.name())) {
        throw layer.error("has the name of an earlier layer or of the input");
      }
      add(layer, i == layers.size() - 1);
      previous = layer.name();
    }
    long[] output = shapes.get(previous);
    long classes = model.path("classes").asLong(output[0]);
    if (output[0] != classes) {
      throw new DataException(
          "model description: the last layer has "
              + output[0]
              + " outputs, but 'classes' is "
              + classes);
    }
    return graph.setOutputs(previous).build();
  }

  private void add(LayerDescription layer, boolean last) {
    List<String> inputs = layer.inputs(previous);
    for (String input : inputs) {
      if (!shapes.containsKey(input)) {
        throw layer.error("reads '" + input + "', which is not an earlier layer");
      }
    }
    if (last && !layer.type().equals("linear")) {
      throw layer.error("is the last one, which must be of type 'linear': it gives the logits");
    }
    if (layer.type().equals("add")) {
      addSum(layer, inputs);
      return;
    }
    if (inputs.size() != 1) {
      throw layer.error("must read one layer, not " + inputs.size());
    }
    String input = inputs.get(0);
    long[] shape = shapes.get(input);
    switch (layer.type()) {
      case "linear" -> addLinear(layer, input, last);
      case "conv2d" -> addConvolution(layer, input);
      case "maxpool2d", "avgpool2d" -> addPooling(layer, input);
      case "batchnorm" -> addLayer(layer, batchNorm(layer, shape[0]), input, shape);
      case "globalavgpool" -> {
        image(layer, shape);
        Layer pooling = new GlobalPoolingLayer.Builder(PoolingType.AVG).build();
        addLayer(layer, pooling, input, new long[] {shape[0]});
      }
      case "flatten" -> {
        flattened.put(layer.name(), input);
        shapes.put(layer.name(), new long[] {Arrays.stream(shape).reduce(1, (a, b) -> a * b)});
      }
      default -> {
        if (!ACTIVATIONS.contains(layer.type())) {
          throw layer.error(
              "is not known; known are linear, conv2d, batchnorm, relu, tanh, silu, gelu,"
                  + " maxpool2d, avgpool2d, globalavgpool, flatten and add");
        }
        Layer activation = new ActivationLayer.Builder().activation(activation(layer)).build();
        addLayer(layer, activation, input, shape);
      }
    }
  }

  private static IActivation activation(LayerDescription layer) {
    return switch (layer.type()) {
      case "relu" -> Activation.RELU.getActivationFunction();
      case "tanh" -> Activation.TANH.getActivationFunction();
      case "silu" -> Activation.SWISH.getActivationFunction();
      default -> {
        if (!layer.node().path("approximate").asText("none").equals("sigmoid")) {
          throw layer.error(
              "must have 'approximate' sigmoid, x·σ(1.702 x): the one form of GELU that"
                  + " Deeplearning4j computes rightly");
        }
        yield new ActivationGELU(false);
      }
    };
  }

  private void addSum(LayerDescription layer, List<String> inputs) {
    if (inputs.size() < 2) {
      throw layer.error("needs 'inputs' with at least two layers");
    }
    long[] shape = shapes.get(inputs.get(0));
    for (String input : inputs) {
      if (!Arrays.equals(shape, shapes.get(input))) {
        throw layer.error(
            "adds shapes "
                + Arrays.toString(shape)
                + " and "
                + Arrays.toString(shapes.get(input))
                + ", which differ");
      }
      if (flattened.containsKey(input)) {
        throw layer.error("adds the flattened '" + input + "'; flatten after adding");
      }
    }
    if (new HashSet<>(inputs).contains(INPUT) && inputShape.length == 3) {
      // the image's shape is kept by the layer that reads it, and a sum keeps none
      throw layer.error("must not add the input image itself");
    }
    graph.addVertex(
        layer.name(),
        new ElementWiseVertex(ElementWiseVertex.Op.Add),
        inputs.toArray(String[]::new));
    shapes.put(layer.name(), shape);
  }

  private void addLinear(LayerDescription layer, String input, boolean last) {
    long[] shape = shapes.get(input);
    if (shape.length != 1) {
      throw layer.error(
          "reads images of shape " + Arrays.toString(shape) + "; put a 'flatten' before it");
    }
    long width = layer.integer("out", 1);
    boolean bias = layer.flag("bias", true);
    Layer dense =
        last
            ? new OutputLayer.Builder(new LossMCXENT())
                .activation(Activation.SOFTMAX)
                .nIn(shape[0])
                .nOut(width)
                .hasBias(bias)
                .build()
            : new DenseLayer.Builder().nIn(shape[0]).nOut(width).hasBias(bias).build();
    addLayer(layer, dense, input, new long[] {width});
  }

  private void addConvolution(LayerDescription layer, String input) {
    long[] shape = image(layer, shapes.get(input));
    int[] kernel = layer.pair("kernel", 1, new int[0]);
    int[] stride = layer.pair("stride", 1, new int[] {1, 1});
    int[] padding = layer.pair("padding", 0, new int[] {0, 0});
    int[] dilation = layer.pair("dilation", 1, new int[] {1, 1});
    long channels = layer.integer("out", 1);
    Layer convolution =
        new ConvolutionLayer.Builder(kernel, stride, padding)
            .dilation(dilation)
            .nIn(shape[0])
            .nOut(channels)
            .hasBias(layer.flag("bias", true))
            .build();
    int[] extent = {(kernel[0] - 1) * dilation[0] + 1, (kernel[1] - 1) * dilation[1] + 1};
    addLayer(
        layer, convolution, input, Windows.over(layer, channels, shape, extent, stride, padding));
  }

  private void addPooling(LayerDescription layer, String input) {
    long[] shape = image(layer, shapes.get(input));
    int[] kernel = layer.pair("kernel", 1, new int[0]);
    int[] stride = layer.pair("stride", 1, kernel);
    int[] padding = layer.pair("padding", 0, new int[] {0, 0});
    boolean max = layer.type().equals("maxpool2d");
    SubsamplingLayer pooling =
        new SubsamplingLayer.Builder(
                max ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG)
            .kernelSize(kernel)
            .stride(stride)
            .padding(padding)
            .build();
    if (!max) {
      pooling.setAvgPoolIncludePadInDivisor(layer.flag("count_include_pad", true));
    }
    addLayer(layer, pooling, input, Windows.over(layer, shape[0], shape, kernel, stride, padding));
  }

  private static Layer batchNorm(LayerDescription layer, long channels) {
    return new BatchNormalization.Builder()
        .eps(layer.number("eps", 1e-5))
        .decay(1 - layer.number("momentum", 0.1))
        .useLogStd(false)
        .nIn(channels)
        .nOut(channels)
        .build();
  }

  private static long[] image(LayerDescription layer, long[] shape) {
    if (shape.length != 3) {
      throw layer.error("reads vectors of length " + shape[0] + ", but needs images");
    }
    return shape;
  }

  private void addLayer(LayerDescription layer, Layer added, String input, long[] shape) {
    String source = input;
    boolean flattens = false;
    while (flattened.containsKey(source)) {
      source = flattened.get(source);
      flattens |= shapes.get(source).length == 3;
    }
    InputPreProcessor shaping = null;
    long[] from = shapes.get(source);
    if (flattens) {
      shaping = new CnnToFeedForwardPreProcessor(from[1], from[2], from[0]);
    } else if (source.equals(INPUT) && inputShape.length == 3) {
      // passes images through, and keeps their shape in the configuration
      shaping = new FeedForwardToCnnPreProcessor(from[1], from[2], from[0]);
    }
    graph.addLayer(layer.name(), added, shaping, source);
    shapes.put(layer.name(), shape);
  }
}
