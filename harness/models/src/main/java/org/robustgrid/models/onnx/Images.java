package org.robustgrid.models.onnx;

import java.util.Arrays;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Sketch;

/** Windows over images, as convolutions and poolings describe them. */
final class Images {

  private final OnnxNode node;
  private final Dims dims;
  private final boolean line;

  /**
   * Images of a node.
   *
   * @param dims [batch, channels, height, width], or without height
   */
  Images(OnnxNode node, Dims dims) {
    this.node = node;
    this.dims = dims;
    this.line = dims.rank() == 3;
    if (dims.rank() != 4 && dims.rank() != 3) {
      throw node.refused(
          "reads " + dims + ", but images of the shape [batch, channels, height, width] are read");
    }
    if (dims.hasBatch() ? !dims.isBatch(0) || !dims.plain() : dims.size(0) != 1) {
      throw node.refused("reads images " + dims + " whose first axis is not the batch");
    }
  }

  /** One sample's shape: [channels, height, width]. */
  long[] shape() {
    return line
        ? new long[] {dims.size(1), 1, dims.size(2)}
        : new long[] {dims.size(1), dims.size(2), dims.size(3)};
  }

  /** The file's dims for a sample's shape. */
  Dims result(long channels, long... size) {
    long[] sizes =
        line ? new long[] {1, channels, size[1]} : new long[] {1, channels, size[0], size[1]};
    return dims.hasBatch() ? Dims.batched(0, sizes) : Dims.fixed(sizes);
  }

  /** A setting of height and width; a line of pixels has height 1. */
  long[] pair(String attribute, long[] kernel, long otherwise) {
    long[] given = node.integers(attribute).orElseGet(() -> new long[] {otherwise, otherwise});
    if (line) {
      return new long[] {otherwise, given[given.length - 1]};
    }
    if (given.length != 2) {
      throw node.refused("has " + attribute + " " + Arrays.toString(given) + ", not two numbers");
    }
    return given;
  }

  /** Height and width of a kernel. */
  long[] kernel(long[] weights) {
    long[] given =
        node.integers("kernel_shape")
            .orElseGet(() -> Arrays.copyOfRange(weights, 2, weights.length));
    return line ? new long[] {1, given[given.length - 1]} : given;
  }

  Sketch.Windows windows(long[] kernel) {
    long[] stride = pair("strides", kernel, 1);
    long[] dilation = pair("dilations", kernel, 1);
    long[] before = new long[2];
    long[] after = new long[2];
    String auto = node.text("auto_pad", "NOTSET");
    switch (auto) {
      case "NOTSET" -> explicit(before, after);
      case "VALID" -> {}
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int side = 0; side < 2; side++) {
          long size = shape()[side + 1];
          long extent = (kernel[side] - 1) * dilation[side] + 1;
          long out = (size + stride[side] - 1) / stride[side];
          long total = Math.max(0, (out - 1) * stride[side] + extent - size);
          long less = total / 2;
          before[side] = auto.endsWith("UPPER") ? less : total - less;
          after[side] = total - before[side];
        }
      }
      default -> throw node.refused("has auto_pad '" + auto + "', which is not supported");
    }
    return new Sketch.Windows(kernel, stride, dilation, before, after);
  }

  private void explicit(long[] before, long[] after) {
    long[] pads = node.integers("pads").orElseGet(() -> new long[4]);
    if (line && pads.length >= 2) {
      before[1] = pads[0];
      after[1] = pads[pads.length / 2];
    } else if (pads.length == 4) {
      System.arraycopy(pads, 0, before, 0, 2);
      System.arraycopy(pads, 2, after, 0, 2);
    } else {
      throw node.refused("has pads " + Arrays.toString(pads) + ", not four numbers");
    }
  }

  /** Height and width of what the windows give. */
  long[] size(Sketch.Windows windows, boolean ceil) {
    long[] size = new long[2];
    for (int side = 0; side < 2; side++) {
      long extent = (windows.kernel()[side] - 1) * windows.dilation()[side] + 1;
      long stride = windows.stride()[side];
      long have = shape()[side + 1];
      long room = have + windows.before()[side] + windows.after()[side] - extent;
      if (room < 0) {
        throw node.refused("has windows of " + extent + " pixels, larger than its images " + dims);
      }
      size[side] = room / stride + 1;
      if (ceil && room % stride != 0 && size[side] * stride < have + windows.before()[side]) {
        size[side]++;
      }
    }
    return size;
  }

  static void requireChannels(OnnxNode node, long have, long needed, HostTensor weights) {
    if (have != needed) {
      throw node.refused(
          "reads images of "
              + have
              + " channels, but its weights of shape "
              + Arrays.toString(weights.shape())
              + " are for "
              + needed);
    }
  }
}
