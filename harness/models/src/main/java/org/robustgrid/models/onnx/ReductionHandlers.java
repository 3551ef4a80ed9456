package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;

/** Sums, means and extremes along axes. */
final class ReductionHandlers {

  private ReductionHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("ReduceSum", (c, n) -> c.put(n, reduced(c, n, c.input(n, 0), "sum")));
    handlers.put("ReduceMean", (c, n) -> c.put(n, reduced(c, n, c.input(n, 0), "mean")));
    handlers.put("ReduceMax", (c, n) -> c.put(n, reduced(c, n, c.input(n, 0), "largest")));
    handlers.put("ReduceMin", ReductionHandlers::smallest);
    handlers.put("ReduceL2", ReductionHandlers::euclidean);
    handlers.put("ReduceL1", (c, n) -> of(c, n, "absolute", null));
    handlers.put("ReduceSumSquare", (c, n) -> of(c, n, "power 2", null));
    handlers.put("ReduceLogSum", (c, n) -> of(c, n, null, "logarithm"));
    handlers.put("ReduceProd", ReductionHandlers::product);
  }

  private static Operand mapped(OnnxImport context, Operand x, String word) {
    if (word == null) {
      return x;
    }
    String[] words = word.split(" ");
    return words.length == 1
        ? ElementHandlers.map(context, x, word)
        : ElementHandlers.map(context, x, words[0], Double.parseDouble(words[1]));
  }

  private static void of(OnnxImport context, OnnxNode node, String before, String after) {
    Operand x = mapped(context, context.input(node, 0), before);
    context.put(node, mapped(context, reduced(context, node, x, "sum"), after));
  }

  private static void euclidean(OnnxImport context, OnnxNode node) {
    of(context, node, "power 2", "root");
  }

  private static void smallest(OnnxImport context, OnnxNode node) {
    Operand negated = ElementHandlers.map(context, context.input(node, 0), "line", -1, 0);
    Operand largest = reduced(context, node, negated, "largest");
    context.put(node, ElementHandlers.map(context, largest, "line", -1, 0));
  }

  private static boolean[] axes(OnnxImport context, OnnxNode node, Dims dims) {
    long[] given = context.integers(node, "axes", 1);
    boolean[] axes = new boolean[dims.rank()];
    if (given == null || given.length == 0) {
      if (node.integer("noop_with_empty_axes", 0) == 0) {
        java.util.Arrays.fill(axes, true);
        if (dims.hasBatch()) {
          throw OnnxImport.mixes(node);
        }
      }
      return axes;
    }
    for (long axis : given) {
      axes[OnnxImport.axis(node, dims, axis)] = true;
    }
    return axes;
  }

  private static Operand reduced(OnnxImport context, OnnxNode node, Operand x, String operator) {
    boolean[] axes = axes(context, node, x.dims());
    return over(context, x, operator, axes, node.integer("keepdims", 1) != 0);
  }

  /** Reduces axes, of which none holds the batch. */
  static Operand over(
      OnnxImport context, Operand x, String operator, boolean[] axes, boolean keepDims) {
    Dims dims = x.dims();
    List<String> stored = new ArrayList<>();
    Dims kept = dims;
    for (int axis = 0; axis < axes.length; axis++) {
      if (axes[axis]) {
        stored.add(Integer.toString(dims.storedAxis(axis)));
        kept = kept.with(axis, 1);
      }
    }
    if (stored.isEmpty()) {
      return x;
    }
    Dims result = keepDims ? kept : ShapeHandlers.without(kept, axes);
    if (x instanceof SampleValue value && !operator.equals("sum") && wholeImages(dims, axes)) {
      SampleValue images = value.as(Dims.fixed(dims.size(1), dims.size(2), dims.size(3)));
      return context.sketch().globalPooling(images, result, operator.equals("largest"));
    }
    return OnnxImport.as(context.sketch().operator(operator, stored, kept, x), result);
  }

  private static boolean wholeImages(Dims dims, boolean[] axes) {
    return dims.rank() == 4 && dims.isBatch(0) && dims.plain() && !axes[1] && axes[2] && axes[3];
  }

  /** Of sizes alone. */
  private static void product(OnnxImport context, OnnxNode node) {
    HostTensor x = context.known(node, 0, "values");
    double product = 1;
    int perSample = 0;
    for (int i = 0; i < x.size(); i++) {
      product *= x.get(i);
      perSample += x.perSample(i) ? 1 : 0;
    }
    if (x.rank() != 1 || perSample > 1) {
      throw node.refused("multiplies along axes, which is read of lists of sizes alone");
    }
    long[] shape = node.integer("keepdims", 1) != 0 ? new long[] {1} : new long[0];
    context.put(
        node,
        HostTensor.of(x.kind(), shape, new double[] {product})
            .perSample(new boolean[] {perSample == 1}));
  }
}
