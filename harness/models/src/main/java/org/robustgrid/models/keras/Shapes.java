package org.robustgrid.models.keras;

import static org.robustgrid.models.onnx.export.OnnxBuilder.text;
import static org.robustgrid.models.onnx.export.OnnxBuilder.whole;
import static org.robustgrid.models.onnx.export.OnnxBuilder.wholes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Layers that move numbers, and those that join several inputs. */
final class Shapes {

  private Shapes() {}

  static void register(Map<String, Translation> translations) {
    translations.put("Flatten", (g, l, x) -> flatten(g, l, x.get(0)));
    translations.put("Reshape", (g, l, x) -> reshape(g, l, x.get(0)));
    translations.put("Permute", (g, l, x) -> permute(g, l, x.get(0)));
    translations.put("ZeroPadding2D", (g, l, x) -> pad(g, l, x.get(0)));
    translations.put("Cropping2D", (g, l, x) -> crop(g, l, x.get(0)));
    translations.put("UpSampling2D", (g, l, x) -> enlarge(g, l, x.get(0)));
    translations.put("Concatenate", Shapes::concatenate);
    translations.put("Add", (g, l, x) -> joined(g, l, x, "Sum"));
    translations.put("Average", (g, l, x) -> joined(g, l, x, "Mean"));
    translations.put("Maximum", (g, l, x) -> joined(g, l, x, "Max"));
    translations.put("Minimum", (g, l, x) -> joined(g, l, x, "Min"));
    translations.put("Subtract", (g, l, x) -> joined(g, l, x, "Sub"));
    translations.put("Multiply", Shapes::multiply);
  }

  private static KerasValue flatten(KerasGraph graph, KerasLayer layer, KerasValue input) {
    // channels first, which Keras turns before it flattens
    boolean turned = !layer.channelsLast() && input.rank() > 1;
    KerasValue x = input;
    if (turned) {
      KerasValue plain = graph.ordered(layer, input);
      long[] order = new long[plain.rank() + 1];
      long[] shape = new long[plain.rank()];
      for (int axis = 1; axis < plain.rank(); axis++) {
        order[axis] = axis + 1L;
        shape[axis - 1] = plain.size(axis);
      }
      order[plain.rank()] = 1;
      shape[plain.rank() - 1] = plain.size(0);
      String name = graph.node(layer, "Transpose", List.of(plain.name()), wholes("perm", order));
      x = new KerasValue(name, shape, false);
    }
    if (x.rank() == 1) {
      return x;
    }
    KerasValue plain =
        x.channelsFirst() && x.size(0) * x.size(1) == 1 ? x : graph.ordered(layer, x);
    String name = graph.node(layer, "Flatten", List.of(plain.name()), whole("axis", 1));
    return new KerasValue(name, new long[] {x.count()}, false);
  }

  private static KerasValue reshape(KerasGraph graph, KerasLayer layer, KerasValue x) {
    long[] shape = layer.wholes("target_shape");
    long known = 1;
    int open = -1;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == -1 && open < 0) {
        open = axis;
      } else if (shape[axis] < 1) {
        throw layer.refused("has the target shape " + Arrays.toString(shape));
      } else {
        known = Math.multiplyExact(known, shape[axis]);
      }
    }
    if (open >= 0) {
      shape[open] = x.count() / known;
      known *= shape[open];
    }
    if (known != x.count()) {
      throw layer.refused("makes " + Arrays.toString(shape) + " of " + Arrays.toString(x.shape()));
    }
    return graph.reshaped(layer, x, shape);
  }

  private static KerasValue permute(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.ordered(layer, input);
    long[] dims = layer.wholes("dims");
    if (dims.length != x.rank()) {
      throw layer.refused("permutes " + dims.length + " axes of " + x.rank());
    }
    long[] order = new long[dims.length + 1];
    long[] shape = new long[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] < 1 || dims[axis] > dims.length) {
        throw layer.refused("permutes the axes " + Arrays.toString(dims));
      }
      order[axis + 1] = dims[axis];
      shape[axis] = x.size((int) dims[axis] - 1);
    }
    String name = graph.node(layer, "Transpose", List.of(x.name()), wholes("perm", order));
    return new KerasValue(name, shape, false);
  }

  /** Top, bottom, left, right. */
  private static long[] sides(KerasLayer layer, String key) {
    long[] given = layer.wholes(key);
    return switch (given.length) {
      case 1 -> new long[] {given[0], given[0], given[0], given[0]};
      case 2 -> new long[] {given[0], given[0], given[1], given[1]};
      case 4 -> given;
      default -> throw layer.refused("has " + given.length + " numbers in '" + key + "'");
    };
  }

  private static KerasValue pad(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.images(layer, input);
    long[] by = sides(layer, "padding");
    String pads = graph.onnx().integers(0, 0, by[0], by[2], 0, 0, by[1], by[3]);
    String name = graph.node(layer, "Pad", List.of(x.name(), pads));
    long[] image = x.image();
    return KerasGraph.images(name, x, image[0], image[1] + by[0] + by[1], image[2] + by[2] + by[3]);
  }

  private static KerasValue crop(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.images(layer, input);
    long[] by = sides(layer, "cropping");
    long[] image = x.image();
    long height = image[1] - by[0] - by[1];
    long width = image[2] - by[2] - by[3];
    if (height < 1 || width < 1) {
      throw layer.refused("crops images of " + image[1] + "x" + image[2] + " to nothing");
    }
    String name =
        graph.node(
            layer,
            "Slice",
            List.of(
                x.name(),
                graph.onnx().integers(by[0], by[2]),
                graph.onnx().integers(by[0] + height, by[2] + width),
                graph.onnx().integers(2, 3)));
    return KerasGraph.images(name, x, image[0], height, width);
  }

  private static KerasValue enlarge(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.images(layer, input);
    long[] by = layer.pair("size", 2);
    String how = layer.text("interpolation", "nearest");
    String mode =
        switch (how) {
          case "nearest" -> "nearest";
          case "bilinear" -> "linear";
          default ->
              throw layer.refused("has the interpolation '" + how + "', which is not supported");
        };
    String scales =
        graph.onnx().weights(layer.name() + ".scales", new double[] {1, 1, by[0], by[1]}, 4);
    String name =
        graph.node(
            layer,
            "Resize",
            List.of(x.name(), "", scales),
            text("mode", mode),
            text(
                "coordinate_transformation_mode",
                mode.equals("nearest") ? "asymmetric" : "half_pixel"),
            text("nearest_mode", "floor"));
    long[] image = x.image();
    return KerasGraph.images(name, x, image[0], image[1] * by[0], image[2] * by[1]);
  }

  private static KerasValue concatenate(
      KerasGraph graph, KerasLayer layer, List<KerasValue> inputs) {
    boolean images = inputs.stream().anyMatch(KerasValue::channelsFirst);
    List<KerasValue> parts = new ArrayList<>();
    for (KerasValue input : inputs) {
      parts.add(images ? graph.held(layer, input) : input);
    }
    KerasValue first = parts.get(0);
    int axis = (int) layer.number("axis", -1);
    // Keras counts the batch as axis 0
    int own = axis < 0 ? first.rank() + axis : axis - 1;
    if (own < 0 || own >= first.rank()) {
      throw layer.refused("joins along the axis " + axis);
    }
    long[] shape = first.shape().clone();
    for (KerasValue part : parts.subList(1, parts.size())) {
      long[] other = part.shape().clone();
      if (other.length == shape.length) {
        shape[own] += other[own];
        other[own] = shape[own];
      }
      if (!Arrays.equals(other, shape)) {
        throw layer.refused("joins inputs of the shapes " + shapes(parts));
      }
    }
    int held = first.channelsFirst() ? new int[] {2, 3, 1}[own] : own + 1;
    String name =
        graph.node(
            layer, "Concat", parts.stream().map(KerasValue::name).toList(), whole("axis", held));
    return new KerasValue(name, shape, first.channelsFirst());
  }

  private static List<String> shapes(List<KerasValue> values) {
    return values.stream().map(value -> Arrays.toString(value.shape())).toList();
  }

  private static KerasValue joined(
      KerasGraph graph, KerasLayer layer, List<KerasValue> inputs, String operator) {
    List<KerasValue> parts = alike(graph, layer, inputs);
    KerasValue first = parts.get(0);
    for (KerasValue part : parts) {
      if (!Arrays.equals(part.shape(), first.shape())) {
        throw layer.refused("joins inputs of the shapes " + shapes(parts));
      }
    }
    return first.named(graph.node(layer, operator, parts.stream().map(KerasValue::name).toList()));
  }

  /** Of each pixel, or of each channel: squeeze and excitation multiplies [1, 1, C]. */
  private static KerasValue multiply(KerasGraph graph, KerasLayer layer, List<KerasValue> inputs) {
    List<KerasValue> parts = alike(graph, layer, inputs);
    KerasValue result = parts.get(0);
    for (KerasValue part : parts.subList(1, parts.size())) {
      KerasValue larger = part.count() > result.count() ? part : result;
      KerasValue smaller = larger == part ? result : part;
      boolean fits = smaller.rank() == larger.rank();
      for (int axis = 0; fits && axis < larger.rank(); axis++) {
        fits = smaller.size(axis) == 1 || smaller.size(axis) == larger.size(axis);
      }
      if (!fits) {
        throw layer.refused("joins inputs of the shapes " + shapes(parts));
      }
      result = larger.named(graph.node(layer, "Mul", List.of(larger.name(), smaller.name())));
    }
    return result;
  }

  private static List<KerasValue> alike(
      KerasGraph graph, KerasLayer layer, List<KerasValue> inputs) {
    if (inputs.size() < 2) {
      throw layer.refused("joins " + inputs.size() + " input");
    }
    boolean images = inputs.stream().anyMatch(KerasValue::channelsFirst);
    return inputs.stream().map(x -> images ? graph.held(layer, x) : x).toList();
  }
}
