package org.robustgrid.models.keras;

import static org.robustgrid.models.onnx.export.OnnxBuilder.text;
import static org.robustgrid.models.onnx.export.OnnxBuilder.whole;
import static org.robustgrid.models.onnx.export.OnnxBuilder.wholes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;

/** Convolutions and poolings of images. */
final class Windows {

  private Windows() {}

  static void register(Map<String, Translation> translations) {
    translations.put("Conv2D", (g, l, x) -> convolution(g, l, x.get(0)));
    translations.put("Convolution2D", (g, l, x) -> convolution(g, l, x.get(0)));
    translations.put("DepthwiseConv2D", (g, l, x) -> depthwise(g, l, x.get(0)));
    translations.put("SeparableConv2D", (g, l, x) -> separable(g, l, x.get(0)));
    translations.put("Conv2DTranspose", (g, l, x) -> transposed(g, l, x.get(0)));
    translations.put("MaxPooling2D", (g, l, x) -> pooling(g, l, x.get(0), "MaxPool"));
    translations.put("AveragePooling2D", (g, l, x) -> pooling(g, l, x.get(0), "AveragePool"));
    translations.put("GlobalMaxPooling2D", (g, l, x) -> global(g, l, x.get(0), "GlobalMaxPool"));
    translations.put(
        "GlobalAveragePooling2D", (g, l, x) -> global(g, l, x.get(0), "GlobalAveragePool"));
  }

  private static KerasValue convolution(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.images(layer, input);
    long groups = (long) layer.number("groups", 1);
    long filters = (long) layer.number("filters", 0);
    long[] size = layer.pair("kernel_size", 0);
    if (groups < 1 || filters < 1 || x.image()[0] % groups != 0) {
      throw layer.refused(
          "has "
              + groups
              + " groups and "
              + filters
              + " filters for "
              + x.image()[0]
              + " channels");
    }
    KerasTensor kernel =
        graph.weights(layer, "kernel", 0, size[0], size[1], x.image()[0] / groups, filters);
    KerasTensor bias =
        layer.flag("use_bias", true) ? graph.weights(layer, "bias", 1, filters) : null;
    KerasValue y = window(graph, layer, x, kernel.permuted(3, 2, 0, 1), groups, bias);
    return Activations.argument(graph, layer, y);
  }

  private static KerasValue depthwise(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.images(layer, input);
    KerasTensor kernel = depthwiseKernel(graph, layer, x);
    KerasTensor bias =
        layer.flag("use_bias", true) ? graph.weights(layer, "bias", 1, kernel.shape()[0]) : null;
    KerasValue y = window(graph, layer, x, kernel, x.image()[0], bias);
    return Activations.argument(graph, layer, y);
  }

  /** As [channels · multiplier, 1, height, width]. */
  private static KerasTensor depthwiseKernel(KerasGraph graph, KerasLayer layer, KerasValue x) {
    long[] size = layer.pair("kernel_size", 0);
    long channels = x.image()[0];
    long multiplier = (long) layer.number("depth_multiplier", 1);
    // Keras 3 calls a depthwise layer's weights its kernel
    KerasTensor kernel = graph.weights(layer, List.of("depthwise_kernel", "kernel"), 0);
    if (!Arrays.equals(kernel.shape(), new long[] {size[0], size[1], channels, multiplier})) {
      throw layer.refused(
          "has a kernel of the shape "
              + Arrays.toString(kernel.shape())
              + " for "
              + channels
              + " channels");
    }
    return kernel.permuted(2, 3, 0, 1).as(channels * multiplier, 1, size[0], size[1]);
  }

  private static KerasValue separable(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.images(layer, input);
    KerasTensor depthwise = depthwiseKernel(graph, layer, x);
    long between = depthwise.shape()[0];
    long filters = (long) layer.number("filters", 0);
    KerasValue deep = window(graph, layer, x, depthwise, x.image()[0], null);
    KerasTensor point = graph.weights(layer, "pointwise_kernel", 1, 1, 1, between, filters);
    List<String> inputs = new ArrayList<>(List.of(deep.name()));
    inputs.add(graph.constant(layer, "pointwise_kernel", point.permuted(3, 2, 0, 1)));
    if (layer.flag("use_bias", true)) {
      inputs.add(graph.constant(layer, "bias", graph.weights(layer, "bias", 2, filters)));
    }
    String name = graph.node(layer, "Conv", inputs);
    KerasValue y = KerasGraph.images(name, x, filters, deep.image()[1], deep.image()[2]);
    return Activations.argument(graph, layer, y);
  }

  /**
   * A convolution.
   *
   * @param kernel as [out, in/groups, height, width]
   * @param bias or null
   */
  private static KerasValue window(
      KerasGraph graph,
      KerasLayer layer,
      KerasValue x,
      KerasTensor kernel,
      long groups,
      KerasTensor bias) {
    long[] size = {kernel.shape()[2], kernel.shape()[3]};
    long[] stride = layer.pair("strides", 1);
    long[] dilation = layer.pair("dilation_rate", 1);
    List<String> inputs = new ArrayList<>(List.of(x.name()));
    inputs.add(graph.constant(layer, "kernel", kernel));
    if (bias != null) {
      inputs.add(graph.constant(layer, "bias", bias));
    }
    String name =
        graph.node(
            layer,
            "Conv",
            inputs,
            wholes("kernel_shape", size),
            wholes("strides", stride),
            wholes("dilations", dilation),
            whole("group", groups),
            padding(layer));
    long[] image = x.image();
    return KerasGraph.images(
        name,
        x,
        kernel.shape()[0],
        extent(layer, image[1], size[0], stride[0], dilation[0]),
        extent(layer, image[2], size[1], stride[1], dilation[1]));
  }

  private static AttributeProto padding(KerasLayer layer) {
    String padding = layer.text("padding", "valid");
    return switch (padding) {
      case "same" -> text("auto_pad", "SAME_UPPER");
      case "valid" -> text("auto_pad", "VALID");
      default -> throw layer.refused("has the padding '" + padding + "', which is not supported");
    };
  }

  private static long extent(KerasLayer layer, long size, long kernel, long stride, long dilation) {
    if (stride < 1 || dilation < 1) {
      throw layer.refused("has a stride or dilation below 1");
    }
    long extent =
        layer.text("padding", "valid").equals("same")
            ? (size + stride - 1) / stride
            : Math.floorDiv(size - (kernel - 1) * dilation - 1, stride) + 1;
    if (extent < 1) {
      throw layer.refused("has windows that are larger than its images");
    }
    return extent;
  }

  /** TensorFlow's transposed convolution: the gradient of the convolution that it undoes. */
  private static KerasValue transposed(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.images(layer, input);
    long filters = (long) layer.number("filters", 0);
    long[] size = layer.pair("kernel_size", 0);
    long[] stride = layer.pair("strides", 1);
    long[] dilation = layer.pair("dilation_rate", 1);
    if (layer.has("output_padding")) {
      throw layer.refused("has an output_padding, which is not supported");
    }
    KerasTensor kernel = graph.weights(layer, "kernel", 0, size[0], size[1], filters, x.image()[0]);
    List<String> inputs = new ArrayList<>(List.of(x.name()));
    inputs.add(graph.constant(layer, "kernel", kernel.permuted(3, 2, 0, 1)));
    if (layer.flag("use_bias", true)) {
      inputs.add(graph.constant(layer, "bias", graph.weights(layer, "bias", 1, filters)));
    }
    boolean same = layer.text("padding", "valid").equals("same");
    long[] pads = new long[4];
    long[] more = new long[2];
    long[] extent = new long[2];
    for (int side = 0; side < 2; side++) {
      long reach = (size[side] - 1) * dilation[side] + 1;
      long cut = same ? reach - stride[side] : Math.min(0, reach - stride[side]);
      // where the stride is wider than the kernel, rows of nothing but the bias are added
      more[side] = Math.max(0, -cut);
      pads[side] = Math.max(0, cut) / 2;
      pads[side + 2] = Math.max(0, cut) - pads[side];
      extent[side] =
          (x.image()[side + 1] - 1) * stride[side]
              + reach
              + more[side]
              - pads[side]
              - pads[side + 2];
    }
    String name =
        graph.node(
            layer,
            "ConvTranspose",
            inputs,
            wholes("kernel_shape", size),
            wholes("strides", stride),
            wholes("dilations", dilation),
            wholes("pads", pads),
            wholes("output_padding", more));
    KerasValue y = KerasGraph.images(name, x, filters, extent[0], extent[1]);
    return Activations.argument(graph, layer, y);
  }

  private static KerasValue pooling(
      KerasGraph graph, KerasLayer layer, KerasValue input, String operator) {
    KerasValue x = graph.images(layer, input);
    long[] size = layer.pair("pool_size", 2);
    long[] stride = layer.has("strides") ? layer.pair("strides", 1) : size;
    String name =
        graph.node(
            layer,
            operator,
            List.of(x.name()),
            wholes("kernel_shape", size),
            wholes("strides", stride),
            padding(layer));
    long[] image = x.image();
    return KerasGraph.images(
        name,
        x,
        image[0],
        extent(layer, image[1], size[0], stride[0], 1),
        extent(layer, image[2], size[1], stride[1], 1));
  }

  private static KerasValue global(
      KerasGraph graph, KerasLayer layer, KerasValue input, String operator) {
    KerasValue x = graph.images(layer, input);
    String pooled = graph.node(layer, operator, List.of(x.name()));
    long channels = x.image()[0];
    if (layer.flag("keepdims", false)) {
      return KerasGraph.images(pooled, x, channels, 1, 1);
    }
    String flat = graph.node(layer, "Flatten", List.of(pooled), whole("axis", 1));
    return new KerasValue(flat, new long[] {channels}, false);
  }
}
