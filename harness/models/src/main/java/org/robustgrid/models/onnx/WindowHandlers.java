package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;
import org.robustgrid.models.graph.Sketch;
import org.robustgrid.models.graph.SketchText;

/** Convolutions and poolings. */
final class WindowHandlers {

  private WindowHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("Conv", WindowHandlers::convolution);
    handlers.put("ConvTranspose", WindowHandlers::transposed);
    handlers.put("MaxPool", (c, n) -> pool(c, n, true));
    handlers.put("AveragePool", (c, n) -> pool(c, n, false));
    handlers.put("GlobalMaxPool", (c, n) -> global(c, n, true));
    handlers.put("GlobalAveragePool", (c, n) -> global(c, n, false));
  }

  private static SampleValue images(OnnxImport context, OnnxNode node, Images images) {
    SampleValue x = context.sample(context.input(node, 0));
    return x.as(Dims.fixed(images.shape()));
  }

  private static HostTensor weights(OnnxImport context, OnnxNode node, Images images) {
    HostTensor weights = context.known(node, 1, "weights");
    if (weights.recipe() != null) {
      context.note(
          "node '"
              + node.name()
              + "': its weights are computed in the file; they are read as they"
              + " come out");
    }
    long[] shape = weights.shape();
    if (shape.length != context.input(node, 0).rank()) {
      throw node.refused(
          "has weights of the shape "
              + Arrays.toString(shape)
              + " for images "
              + context.input(node, 0).dims());
    }
    return shape.length == 3 ? weights.reshaped(shape[0], shape[1], 1, shape[2]) : weights;
  }

  private static HostTensor bias(OnnxImport context, OnnxNode node, long outputs) {
    if (!node.hasInput(2)) {
      return null;
    }
    HostTensor bias = context.known(node, 2, "a bias");
    if (bias.size() != outputs) {
      throw node.refused("has a bias of " + bias.size() + " numbers for " + outputs + " channels");
    }
    return bias;
  }

  private static void convolution(OnnxImport context, OnnxNode node) {
    Images images = new Images(node, context.input(node, 0).dims());
    HostTensor weights = weights(context, node, images);
    long groups = node.integer("group", 1);
    long outputs = weights.shape()[0];
    Images.requireChannels(node, images.shape()[0], weights.shape()[1] * groups, weights);
    Sketch.Windows windows = images.windows(images.kernel(weights.shape()));
    requireKernel(node, windows, weights);
    long[] size = images.size(windows, false);
    SampleValue result =
        context
            .sketch()
            .convolution(
                images(context, node, images),
                Dims.fixed(outputs, size[0], size[1]),
                windows,
                groups,
                weights,
                bias(context, node, outputs));
    context.put(node, result.as(images.result(outputs, size)));
  }

  private static void requireKernel(OnnxNode node, Sketch.Windows windows, HostTensor weights) {
    long[] shape = weights.shape();
    if (windows.kernel()[0] != shape[2] || windows.kernel()[1] != shape[3]) {
      throw node.refused(
          "has kernel_shape "
              + Arrays.toString(windows.kernel())
              + ", but weights of shape "
              + Arrays.toString(shape));
    }
  }

  private static void transposed(OnnxImport context, OnnxNode node) {
    Images images = new Images(node, context.input(node, 0).dims());
    HostTensor weights = weights(context, node, images);
    long groups = node.integer("group", 1);
    Images.requireChannels(node, images.shape()[0], weights.shape()[0], weights);
    long outputs = weights.shape()[1] * groups;
    long[] kernel = images.kernel(weights.shape());
    long[] stride = images.pair("strides", kernel, 1);
    long[] dilation = images.pair("dilations", kernel, 1);
    long[] more = images.pair("output_padding", kernel, 0);
    String auto = node.text("auto_pad", "NOTSET");
    long[] wanted = node.integers("output_shape").orElse(null);
    long[] pads = node.integers("pads").orElseGet(() -> new long[4]);
    long[] before = new long[2];
    long[] size = new long[2];
    boolean line = pads.length == 2 || context.input(node, 0).rank() == 3;
    for (int side = 0; side < 2; side++) {
      long full =
          stride[side] * (images.shape()[side + 1] - 1)
              + more[side]
              + (kernel[side] - 1) * dilation[side]
              + 1;
      boolean skipped = line && side == 0;
      if (wanted != null && !skipped || auto.startsWith("SAME")) {
        size[side] =
            wanted != null && !skipped
                ? wanted[wanted.length - 2 + side]
                : images.shape()[side + 1] * stride[side];
        long total = Math.max(0, full - size[side]);
        before[side] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
      } else if (auto.equals("VALID") || skipped) {
        size[side] = full;
      } else {
        before[side] = line ? pads[0] : pads[side];
        size[side] = full - before[side] - (line ? pads[1] : pads[side + 2]);
      }
    }
    Sketch.Windows windows = new Sketch.Windows(kernel, stride, dilation, before, new long[2]);
    requireKernel(node, windows, weights);
    SampleValue result =
        context
            .sketch()
            .transposedConvolution(
                images(context, node, images),
                Dims.fixed(outputs, size[0], size[1]),
                windows,
                groups,
                weights,
                bias(context, node, outputs));
    context.put(node, result.as(images.result(outputs, size)));
  }

  private static void pool(OnnxImport context, OnnxNode node, boolean maximum) {
    if (node.outputs().size() > 1
        && !node.outputs().get(1).isEmpty()
        && context.value(node.outputs().get(1)) != null) {
      throw node.refused("has the positions of its maxima as an output, which is not supported");
    }
    Images images = new Images(node, context.input(node, 0).dims());
    Sketch.Windows windows = images.windows(images.kernel(new long[] {0, 0, 0, 0}));
    boolean ceil = node.integer("ceil_mode", 0) != 0;
    boolean whole = node.integer("count_include_pad", 0) != 0;
    long[] size = images.size(windows, ceil);
    long channels = images.shape()[0];
    SampleValue from = images(context, node, images);
    Dims dims = Dims.fixed(channels, size[0], size[1]);
    boolean layer =
        Arrays.equals(windows.before(), windows.after())
            && Arrays.equals(size, images.size(windows, false))
            && Arrays.equals(windows.dilation(), new long[] {1, 1});
    Operand result =
        layer
            ? context.sketch().pooling(from, dims, maximum, windows, whole)
            : context
                .sketch()
                .operator(
                    maximum ? "max-pool" : "average-pool",
                    arguments(windows, size, whole),
                    dims,
                    from);
    context.put(node, OnnxImport.as(result, images.result(channels, size)));
  }

  private static List<String> arguments(Sketch.Windows windows, long[] size, boolean whole) {
    List<String> arguments = new ArrayList<>();
    arguments.add(SketchText.step("kernel", windows.kernel()));
    arguments.add(SketchText.step("stride", windows.stride()));
    arguments.add(SketchText.step("dilation", windows.dilation()));
    arguments.add(SketchText.step("before", windows.before()));
    arguments.add(SketchText.step("after", windows.after()));
    arguments.add(SketchText.step("size", size));
    arguments.add(whole ? "divisor whole" : "divisor inside");
    return arguments;
  }

  private static void global(OnnxImport context, OnnxNode node, boolean maximum) {
    Images images = new Images(node, context.input(node, 0).dims());
    long channels = images.shape()[0];
    context.put(
        node,
        context
            .sketch()
            .globalPooling(images(context, node, images), images.result(channels, 1, 1), maximum));
  }
}
