package org.robustgrid.models.keras;

import static org.robustgrid.models.onnx.export.OnnxBuilder.wholes;

import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.models.onnx.export.OnnxBuilder;

/**
 * The ONNX graph that a network of Keras becomes. Images are held with their channels first,
 * whatever the order of the file.
 */
final class KerasGraph {

  private final OnnxBuilder onnx;
  private final KerasWeights weights;
  private int nodes;

  KerasGraph(KerasWeights weights) {
    this.weights = weights;
    this.onnx = new OnnxBuilder(weights.precision());
  }

  OnnxBuilder onnx() {
    return onnx;
  }

  /** Adds a node that is named after its layer. */
  String node(KerasLayer layer, String operator, List<String> inputs, AttributeProto... by) {
    return onnx.node(layer.name() + "." + nodes++, operator, inputs, by);
  }

  /** Adds a node that answers as many numbers as it reads. */
  KerasValue map(KerasLayer layer, String operator, KerasValue x, AttributeProto... attributes) {
    return x.named(node(layer, operator, List.of(x.name()), attributes));
  }

  /** Adds a node of two inputs that keeps the first one's shape. */
  KerasValue map(KerasLayer layer, String operator, KerasValue x, String second) {
    return x.named(node(layer, operator, List.of(x.name(), second)));
  }

  /**
   * A layer's weights.
   *
   * @param index among the layer's weights, as Keras 3 stores them
   * @throws Refused when the file lacks them
   */
  KerasTensor weights(KerasLayer layer, String role, int index) {
    return weights
        .find(layer.place(), role, index)
        .orElseThrow(() -> layer.refused("has no weights '" + role + "' in the file"));
  }

  /** Weights that have had several names. */
  KerasTensor weights(KerasLayer layer, List<String> roles, int index) {
    return roles.stream()
        .flatMap(role -> weights.find(layer.place(), role, index).stream())
        .findFirst()
        .orElseThrow(() -> layer.refused("has no weights '" + roles.get(0) + "' in the file"));
  }

  /** Weights of a known shape. */
  KerasTensor weights(KerasLayer layer, String role, int index, long... shape) {
    KerasTensor found = weights(layer, role, index);
    if (!Arrays.equals(found.shape(), shape)) {
      throw layer.refused(
          "has '"
              + role
              + "' of the shape "
              + Arrays.toString(found.shape())
              + ", but "
              + Arrays.toString(shape)
              + " is needed");
    }
    return found;
  }

  /** Puts weights into the graph. */
  String constant(KerasLayer layer, String role, KerasTensor tensor) {
    return onnx.weights(layer.name() + "." + role + "." + nodes++, tensor.values(), tensor.shape());
  }

  /** A vector that belongs to the last axis of Keras, so that it broadcasts over a value. */
  String alongLast(KerasLayer layer, String role, KerasTensor tensor, KerasValue x) {
    KerasTensor shaped =
        x.channelsFirst() && tensor.shape().length == 1
            ? tensor.as(tensor.shape()[0], 1, 1)
            : tensor;
    return constant(layer, role, shaped);
  }

  /** The value with its axes as Keras orders them. */
  KerasValue ordered(KerasLayer layer, KerasValue x) {
    if (!x.channelsFirst()) {
      return x;
    }
    String turned = node(layer, "Transpose", List.of(x.name()), wholes("perm", 0, 2, 3, 1));
    return new KerasValue(turned, x.shape(), false);
  }

  /** The value as images with channels first. */
  KerasValue images(KerasLayer layer, KerasValue x) {
    if (x.rank() != 3) {
      throw layer.refused("reads " + Arrays.toString(x.shape()) + ", but images are needed");
    }
    if (!layer.channelsLast()) {
      return ordered(layer, x);
    }
    return held(layer, x);
  }

  /** Images of which the last axis is that of channels, held with channels first. */
  KerasValue held(KerasLayer layer, KerasValue x) {
    if (x.rank() != 3 || x.channelsFirst()) {
      return x;
    }
    String turned = node(layer, "Transpose", List.of(x.name()), wholes("perm", 0, 3, 1, 2));
    return new KerasValue(turned, x.shape(), true);
  }

  /** Images of a layer with channels first, of other sizes than before. */
  static KerasValue images(String name, KerasValue like, long channels, long height, long width) {
    return like.channelsFirst()
        ? new KerasValue(name, new long[] {height, width, channels}, true)
        : new KerasValue(name, new long[] {channels, height, width}, false);
  }

  /** Another shape of as many numbers, in Keras's order. */
  KerasValue reshaped(KerasLayer layer, KerasValue x, long... shape) {
    KerasValue plain = ordered(layer, x);
    long[] sizes = new long[shape.length + 1];
    sizes[0] = -1;
    System.arraycopy(shape, 0, sizes, 1, shape.length);
    String name = node(layer, "Reshape", List.of(plain.name(), onnx.integers(sizes)));
    return new KerasValue(name, shape.clone(), false);
  }
}
