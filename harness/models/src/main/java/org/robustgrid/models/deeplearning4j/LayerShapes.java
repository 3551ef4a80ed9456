package org.robustgrid.models.deeplearning4j;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the shape of data through the layers of a model file's configuration, to find the first
 * that was made for another one. Behind a layer of another kind than the common ones shapes are
 * unknown, and nothing is said.
 */
final class LayerShapes {

  private final JsonNode vertices;
  private final JsonNode readers;

  /** [channels, height, width] or [features] of what is known. */
  private final Map<String, Optional<List<Long>>> shapes = new HashMap<>();

  private LayerShapes(JsonNode tree) {
    this.vertices = tree.path("vertices");
    this.readers = tree.path("vertexInputs");
  }

  /**
   * What is wrong where data of a shape are fed; empty if all is well or unknown.
   *
   * @param tree a graph's configuration
   * @param input as the layers that read it take it
   */
  static Optional<String> difference(JsonNode tree, List<Long> input) {
    LayerShapes layers = new LayerShapes(tree);
    layers.shapes.put(tree.path("networkInputs").path(0).asText(), Optional.of(input));
    try {
      layers.follow();
      return Optional.empty();
    } catch (Difference difference) {
      return Optional.of(difference.getMessage());
    }
  }

  /** Ends the walk. */
  private static final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1;

    Difference(String layer, String what) {
      super("layer '" + layer + "' " + what);
    }
  }

  private void follow() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (var names = readers.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        List<String> inputs = new ArrayList<>();
        readers.path(name).forEach(input -> inputs.add(input.asText()));
        if (!shapes.containsKey(name) && shapes.keySet().containsAll(inputs) && !inputs.isEmpty()) {
          shapes.put(name, output(name, inputs.stream().map(shapes::get).toList()));
          moved = true;
        }
      }
    }
  }

  private Optional<List<Long>> output(String name, List<Optional<List<Long>>> inputs) {
    JsonNode vertex = vertices.path(name);
    if (kind(vertex).equals("LayerVertex") || vertex.has("layerConf")) {
      JsonNode layer = vertex.path("layerConf").path("layer");
      return shaped(name, vertex.path("preProcessor"), inputs.get(0))
          .flatMap(shape -> output(name, layer, shape));
    }
    if (kind(vertex).equals("PreprocessorVertex")) {
      return shaped(name, vertex.path("preProcessor"), inputs.get(0));
    }
    return kind(vertex).equals("ElementWiseVertex") ? inputs.get(0) : Optional.empty();
  }

  private static String kind(JsonNode node) {
    String type = node.path("@class").asText();
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static Optional<List<Long>> shaped(
      String name, JsonNode shaping, Optional<List<Long>> input) {
    if (!shaping.isObject()) {
      return input;
    }
    List<Long> images =
        List.of(
            shaping.path("numChannels").asLong(),
            shaping.path("inputHeight").asLong(),
            shaping.path("inputWidth").asLong());
    if (!shaping.has("inputHeight")) {
      return Optional.empty();
    }
    if (input.isPresent() && size(input.get()) != size(images)
        || input.isPresent() && input.get().size() == 3 && !input.get().equals(images)) {
      throw new Difference(name, "reads shape " + images + ", but gets " + input.get());
    }
    return Optional.of(
        kind(shaping).equals("CnnToFeedForwardPreProcessor") ? List.of(size(images)) : images);
  }

  private static long size(List<Long> shape) {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  private static Optional<List<Long>> output(String name, JsonNode layer, List<Long> shape) {
    long wanted = layer.path("nin").asLong();
    long made = layer.path("nout").asLong();
    boolean images = shape.size() == 3;
    return switch (kind(layer)) {
      case "DenseLayer", "OutputLayer" -> {
        if (!images && wanted > 0 && wanted != shape.get(0)) {
          throw new Difference(name, "reads " + wanted + " features, but gets " + shape.get(0));
        }
        yield Optional.of(List.of(made));
      }
      case "ConvolutionLayer" -> {
        if (images && wanted > 0 && wanted != shape.get(0)) {
          throw new Difference(
              name, "reads images of " + wanted + " channels, but gets shape " + shape);
        }
        yield images ? windows(name, layer, made, shape) : Optional.empty();
      }
      case "SubsamplingLayer" ->
          images ? windows(name, layer, shape.get(0), shape) : Optional.empty();
      case "GlobalPoolingLayer" -> images ? Optional.of(shape.subList(0, 1)) : Optional.empty();
      case "BatchNormalization",
              "ActivationLayer",
              "DropoutLayer",
              "LossLayer",
              "LocalResponseNormalization",
              "PReLULayer" ->
          Optional.of(shape);
      default -> Optional.empty();
    };
  }

  private static Optional<List<Long>> windows(
      String name, JsonNode layer, long channels, List<Long> shape) {
    if (layer.path("cnn2dDataFormat").asText("NCHW").equals("NHWC")) {
      return Optional.empty();
    }
    boolean same = layer.path("convolutionMode").asText().equals("Same");
    List<Long> output = new ArrayList<>(List.of(channels));
    for (int i = 0; i < 2; i++) {
      long kernel = layer.path("kernelSize").path(i).asLong(1);
      long stride = Math.max(layer.path("stride").path(i).asLong(1), 1);
      long padding = layer.path("padding").path(i).asLong(0);
      long dilation = layer.path("dilation").path(i).asLong(1);
      long size = shape.get(i + 1);
      long room = size + 2 * padding - ((kernel - 1) * dilation + 1);
      if (!same && room < 0) {
        throw new Difference(name, "has windows larger than the " + shape + " that it gets");
      }
      output.add(same ? (size + stride - 1) / stride : room / stride + 1);
    }
    return Optional.of(output);
  }
}
