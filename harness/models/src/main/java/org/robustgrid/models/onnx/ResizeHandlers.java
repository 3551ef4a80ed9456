package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SketchText;

/** Resizing axis by axis: by the nearest place, or by weights of two or four places. */
final class ResizeHandlers {

  private ResizeHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("Resize", ResizeHandlers::resize);
    handlers.put("Upsample", ResizeHandlers::resize);
  }

  private static void resize(OnnxImport context, OnnxNode node) {
    boolean old = context.opset() < 11 || node.operator().equals("Upsample");
    for (String attribute : List.of("antialias", "exclude_outside")) {
      if (node.integer(attribute, 0) != 0) {
        throw node.refused("has " + attribute + " = 1, which is not supported");
      }
    }
    String policy = node.text("keep_aspect_ratio_policy", "stretch");
    if (!policy.equals("stretch")) {
      throw node.refused("has the policy '" + policy + "', which is not supported");
    }
    Operand x = context.input(node, 0);
    double[] scales = scales(context, node, old);
    HostTensor sizes = !old && node.hasInput(3) ? context.known(node, 3, "sizes") : null;
    long[] axes = node.integers("axes").orElse(null);
    int count = sizes != null ? sizes.size() : scales.length;
    Operand result = x;
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : ShapeRules.axis(node, x.rank(), axes[i]);
      if (x.dims().isBatch(axis)) {
        boolean kept =
            sizes == null
                ? scales[i] == 1
                : sizes.perSample(i) || (long) sizes.get(i) == context.batch();
        if (!kept) {
          throw OnnxImport.mixes(node);
        }
        continue;
      }
      long from = x.dims().size(axis);
      long to = sizes != null ? (long) sizes.get(i) : (long) Math.floor(from * scales[i]);
      double scale = sizes != null ? (double) to / from : scales[i];
      if (to != from || scale != 1) {
        result = along(context, node, result, axis, to, scale, old);
      }
    }
    context.put(node, result);
  }

  private static double[] scales(OnnxImport context, OnnxNode node, boolean old) {
    if (node.has("scales")) {
      return node.numbers("scales").orElseThrow();
    }
    if (node.has("height_scale")) {
      return new double[] {1, 1, node.number("height_scale", 1), node.number("width_scale", 1)};
    }
    int index = old ? 1 : 2;
    return node.hasInput(index) ? context.known(node, index, "scales").values() : new double[0];
  }

  private static Operand along(
      OnnxImport context, OnnxNode node, Operand x, int axis, long to, double scale, boolean old) {
    String mode = node.text("mode", "nearest");
    String coordinates =
        node.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
    String rounding = node.text("nearest_mode", old ? "floor" : "round_prefer_floor");
    long from = x.dims().size(axis);
    double[] places = new double[Math.toIntExact(to)];
    for (int i = 0; i < to; i++) {
      places[i] = place(node, coordinates, i, from, to, scale);
    }
    Dims dims = x.dims().with(axis, to);
    int stored = x.dims().storedAxis(axis);
    switch (mode) {
      case "nearest" -> {
        long[] nearest = new long[places.length];
        for (int i = 0; i < nearest.length; i++) {
          nearest[i] = Math.min(Math.max(rounded(node, rounding, places[i]), 0), from - 1);
        }
        return context.view(
            x,
            dims,
            SketchText.step("reshape", x.dims().stored()),
            SketchText.step("gather " + stored, nearest));
      }
      case "linear", "bilinear", "cubic" -> {
        List<String> rows = new ArrayList<>(List.of(Integer.toString(stored)));
        double a = node.number("cubic_coeff_a", -0.75);
        for (double place : places) {
          rows.add(mode.equals("cubic") ? cubic(place, from, a) : linear(place, from));
        }
        return context.sketch().operator("weigh", rows, dims, x);
      }
      default -> throw node.refused("resizes in the mode '" + mode + "', which is not supported");
    }
  }

  private static double place(
      OnnxNode node, String mode, long i, long from, long to, double scale) {
    return switch (mode) {
      case "half_pixel" -> (i + 0.5) / scale - 0.5;
      case "pytorch_half_pixel" -> to > 1 ? (i + 0.5) / scale - 0.5 : 0;
      case "align_corners" ->
          // a size that the scale gives is no whole number
          to == 1 ? 0 : i * (from - 1) / (scale * from - 1);
      case "asymmetric" -> i / scale;
      case "half_pixel_symmetric" -> {
        double adjustment = to / (scale * from);
        double offset = from / 2.0 * (1 - adjustment);
        yield offset + (i + 0.5) / scale - 0.5;
      }
      case "tf_half_pixel_for_nn" -> (i + 0.5) / scale;
      default -> throw node.refused("has the coordinates '" + mode + "', which are not read");
    };
  }

  private static long rounded(OnnxNode node, String mode, double place) {
    return (long)
        switch (mode) {
          case "round_prefer_floor" -> Math.ceil(place - 0.5);
          case "round_prefer_ceil" -> Math.floor(place + 0.5);
          case "floor" -> Math.floor(place);
          case "ceil" -> Math.ceil(place);
          default -> throw node.refused("rounds by '" + mode + "', which is not supported");
        };
  }

  private static String linear(double place, long size) {
    double at = Math.min(Math.max(place, 0), size - 1);
    long left = (long) Math.min(Math.floor(at), Math.max(0, size - 2));
    double right = at - left;
    if (right == 0) {
      return left + " 1";
    }
    return left + " " + (1 - right) + " " + (left + 1) + " " + right;
  }

  /** Weights of four places (Keys 1981); places outside are those of the edge. */
  private static String cubic(double place, long size, double a) {
    long left = (long) Math.floor(place);
    double t = place - left;
    double[] weights = {far(1 + t, a), near(t, a), near(1 - t, a), far(2 - t, a)};
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < 4; k++) {
      long at = Math.min(Math.max(left - 1 + k, 0), size - 1);
      text.append(k == 0 ? "" : " ").append(at).append(' ').append(weights[k]);
    }
    return text.toString();
  }

  private static double near(double t, double a) {
    return ((a + 2) * t - (a + 3)) * t * t + 1;
  }

  private static double far(double t, double a) {
    return ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
  }
}
