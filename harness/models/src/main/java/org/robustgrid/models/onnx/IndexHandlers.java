package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SketchText;

/** Operators that join values or take parts of them. */
final class IndexHandlers {

  private IndexHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("Concat", IndexHandlers::concat);
    handlers.put("Split", StepHandlers.passing(IndexHandlers::split));
    handlers.put("Slice", StepHandlers.passing(IndexHandlers::slice));
    handlers.put("Gather", StepHandlers.passing(IndexHandlers::gather));
    handlers.put("Pad", IndexHandlers::pad);
    handlers.put("ScatterND", IndexHandlers::scatter);
  }

  private static void concat(OnnxImport context, OnnxNode node) {
    List<Operand> parts = new ArrayList<>();
    Dims first = null;
    for (int i = 0; i < node.inputs().size(); i++) {
      Operand part = context.input(node, i);
      if (part instanceof HostTensor tensor && tensor.size() == 0) {
        continue;
      }
      parts.add(part);
      first = first == null || part.dims().hasBatch() ? part.dims() : first;
    }
    if (parts.isEmpty()) {
      context.put(node, context.input(node, 0));
      return;
    }
    int axis = OnnxImport.axis(node, first, node.integer("axis", 1));
    long size = 0;
    List<Operand> joined = new ArrayList<>();
    for (Operand part : parts) {
      if (part.rank() != first.rank()
          || first.hasBatch()
              && !part.dims().hasBatch()
              && part.dims().size(first.batchAxis()) != 1) {
        throw node.refused("joins " + first + " and " + part.dims() + ", which do not fit");
      }
      Dims own = first.with(axis, part.dims().size(axis));
      size += own.size(axis);
      joined.add(
          part instanceof HostTensor && !first.hasBatch()
              ? part
              : OnnxImport.as(first.hasBatch() ? context.sample(part) : part, own));
    }
    if (joined.size() == 1) {
      context.put(node, joined.get(0));
      return;
    }
    context.put(
        node,
        context
            .sketch()
            .operator(
                "join",
                List.of(Integer.toString(first.storedAxis(axis))),
                first.with(axis, size),
                joined.toArray(Operand[]::new)));
  }

  /** A run of places along an axis. */
  private static Operand sliced(
      OnnxImport context, Operand x, int axis, long start, long step, long count) {
    Dims dims = x.dims().with(axis, count);
    return context.view(
        x,
        dims,
        SketchText.step("reshape", x.dims().stored()),
        SketchText.step("slice", x.dims().storedAxis(axis), start, step, count));
  }

  private static void split(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    int axis = OnnxImport.axis(node, x.dims(), node.integer("axis", 0));
    long size = x.dims().size(axis);
    long[] parts = context.integers(node, "split", 1);
    int count = node.outputs().size();
    if (parts == null) {
      parts = new long[count];
      long each = (size + count - 1) / count;
      for (int i = 0; i < count; i++) {
        parts[i] = Math.min(each, size - i * each);
      }
    }
    long at = 0;
    for (int i = 0; i < count; i++) {
      if (at + parts[i] > size) {
        throw node.refused("takes more than the " + size + " entries of its axis");
      }
      if (!node.outputs().get(i).isEmpty()) {
        context.put(node, i, sliced(context, x, axis, at, 1, parts[i]));
      }
      at += parts[i];
    }
  }

  private static void slice(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    HostTensor starts = ends(context, node, "starts", 1);
    HostTensor ends = ends(context, node, "ends", 2);
    long[] axes = context.integers(node, "axes", 3);
    long[] steps = node.hasInput(4) ? context.known(node, 4, "steps").longs() : null;
    Operand result = x;
    for (int i = 0; i < starts.size(); i++) {
      int axis = ShapeRules.axis(node, x.rank(), axes == null ? i : axes[i]);
      long step = steps == null ? 1 : steps[i];
      if (x.dims().isBatch(axis)) {
        boolean whole =
            starts.get(i) == 0
                && step == 1
                && (ends.perSample(i)
                    ? ends.get(i) == x.dims().outer() * x.dims().inner()
                    : ends.get(i) >= Math.max(Integer.MAX_VALUE, context.batch())
                        || ends.get(i) == context.batch());
        if (!whole) {
          throw OnnxImport.mixes(node);
        }
        continue;
      }
      if (starts.perSample(i) || ends.perSample(i)) {
        throw node.refused("cuts at the batch size");
      }
      long size = x.dims().size(axis);
      long start = clamped(starts.get(i), size, 0, step < 0 ? size - 1 : size);
      long end = clamped(ends.get(i), size, step < 0 ? -1 : 0, step < 0 ? size - 1 : size);
      if (step == 0) {
        throw node.refused("has a step of 0");
      }
      long count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
      if (count <= 0) {
        context.put(node, empty(node, result, axis));
        return;
      }
      if (start != 0 || step != 1 || count != size) {
        result = sliced(context, result, axis, start, step, count);
      }
    }
    context.put(node, result);
  }

  /** An empty part, which only lists of sizes have. */
  private static Operand empty(OnnxNode node, Operand x, int axis) {
    if (x instanceof HostTensor tensor && tensor.rank() == 1) {
      return HostTensor.of(tensor.kind(), new long[] {0}, new double[0]);
    }
    throw node.refused("leaves nothing of axis " + axis + " of " + x.dims());
  }

  private static HostTensor ends(OnnxImport context, OnnxNode node, String attribute, int index) {
    return node.has(attribute)
        ? HostTensor.integers(node.integers(attribute).orElseThrow())
        : context.known(node, index, attribute);
  }

  private static long clamped(double given, long size, long low, long high) {
    double from = given < 0 ? given + size : given;
    return (long) Math.min(Math.max(from, low), high);
  }

  private static void gather(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    HostTensor places = context.known(node, 1, "places");
    int axis = OnnxImport.axis(node, x.dims(), node.integer("axis", 0));
    long size = x.dims().size(axis);
    long[] from = places.longs();
    for (int i = 0; i < from.length; i++) {
      from[i] = from[i] < 0 ? from[i] + size : from[i];
    }
    Operand taken =
        context.view(
            x,
            x.dims().with(axis, from.length),
            SketchText.step("reshape", x.dims().stored()),
            SketchText.step("gather " + x.dims().storedAxis(axis), from));
    context.put(node, OnnxImport.as(taken, replaced(x.dims(), axis, places.shape())));
  }

  /** With an axis replaced by several. */
  private static Dims replaced(Dims dims, int axis, long[] by) {
    long[] sizes = new long[dims.rank() - 1 + by.length];
    int batch = -1;
    int at = 0;
    for (int i = 0; i < dims.rank(); i++) {
      if (i == axis) {
        for (long size : by) {
          sizes[at++] = size;
        }
      } else {
        batch = dims.isBatch(i) ? at : batch;
        sizes[at++] = dims.size(i);
      }
    }
    return new Dims(sizes, batch, dims.outer(), dims.inner());
  }

  private static void pad(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    long[] pads =
        node.has("paddings")
            ? node.integers("paddings").orElseThrow()
            : context.integers(node, "pads", 1);
    double value =
        node.hasInput(2) && !node.has("pads")
            ? context.known(node, 2, "a value").get(0)
            : node.number("value", 0);
    long[] axes = node.hasInput(3) ? context.known(node, 3, "axes").longs() : null;
    String mode = node.text("mode", "constant");
    if (!List.of("constant", "reflect", "edge", "wrap").contains(mode)) {
      throw node.refused("pads in the mode '" + mode + "', which is not supported");
    }
    int count = pads.length / 2;
    Operand result = x;
    for (int i = 0; i < count; i++) {
      long before = pads[i];
      long after = pads[count + i];
      if (before != 0 || after != 0) {
        int axis = OnnxImport.axis(node, x.dims(), axes == null ? i : axes[i]);
        result = padded(context, result, axis, before, after, mode, value);
      }
    }
    context.put(node, result);
  }

  static Operand padded(
      OnnxImport context, Operand x, int axis, long before, long after, String mode, double value) {
    String step =
        SketchText.step("pad", x.dims().storedAxis(axis), before, after)
            + " "
            + mode
            + (mode.equals("constant") ? " " + value : "");
    return context.view(
        x,
        x.dims().with(axis, x.dims().size(axis) + before + after),
        SketchText.step("reshape", x.dims().stored()),
        step);
  }

  /** Of numbers that are known, such as the mask of shifted windows. */
  private static void scatter(OnnxImport context, OnnxNode node) {
    HostTensor data = context.known(node, 0, "values");
    HostTensor indices = context.known(node, 1, "indices");
    HostTensor updates = context.known(node, 2, "values");
    String reduction = node.text("reduction", "none");
    if (!reduction.equals("none")) {
      throw node.refused("has reduction '" + reduction + "', which is not supported");
    }
    if (data.anyPerSample() || indices.anyPerSample() || updates.anyPerSample()) {
      throw node.refused("writes to places that depend on the batch size");
    }
    long[] shape = data.shape();
    int depth = indices.rank() == 0 ? 0 : (int) indices.shape()[indices.rank() - 1];
    if (depth == 0 || depth > shape.length) {
      throw node.refused(
          "has indices " + indices.dims() + " of " + data.dims() + ", which do not fit");
    }
    int length = HostTensor.count(Arrays.copyOfRange(shape, depth, shape.length));
    int writes = indices.size() / depth;
    if (updates.size() != writes * length) {
      throw node.refused(
          "writes " + updates.dims() + " to " + writes + " places of " + length + " numbers");
    }
    double[] values = data.values();
    for (int write = 0; write < writes; write++) {
      int at = 0;
      for (int axis = 0; axis < depth; axis++) {
        double index = indices.get(write * depth + axis);
        double place = index < 0 ? index + shape[axis] : index;
        if (place < 0 || place >= shape[axis]) {
          throw node.refused("writes to index " + (long) index + " of an axis of " + shape[axis]);
        }
        at = (int) (at * shape[axis] + place);
      }
      for (int i = 0; i < length; i++) {
        values[at * length + i] = updates.get(write * length + i);
      }
    }
    context.put(node, HostTensor.of(data.kind(), shape, values));
  }
}
