package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;
import org.robustgrid.models.graph.SketchText;

/** Operators that read the same numbers in another shape, order, or several times. */
final class ShapeHandlers {

  private ShapeHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("Reshape", StepHandlers.passing(ShapeHandlers::reshape));
    handlers.put("Flatten", StepHandlers.passing(ShapeHandlers::flatten));
    handlers.put("Transpose", StepHandlers.passing(ShapeHandlers::transpose));
    handlers.put("Squeeze", StepHandlers.passing(ShapeHandlers::squeeze));
    handlers.put("Unsqueeze", StepHandlers.passing(ShapeHandlers::unsqueeze));
    handlers.put("Expand", StepHandlers.passing(ShapeHandlers::expand));
    handlers.put("Tile", StepHandlers.passing(ShapeHandlers::tile));
    handlers.put("DepthToSpace", StepHandlers.passing(ShapeHandlers::depthToSpace));
    handlers.put("SpaceToDepth", StepHandlers.passing(ShapeHandlers::spaceToDepth));
  }

  private static void reshape(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    HostTensor target =
        node.has("shape")
            ? HostTensor.integers(node.integers("shape").orElseThrow())
            : context.known(node, 1, "sizes");
    boolean zeroIsSize = node.integer("allowzero", 0) == 1;
    long[] sizes = new long[target.size()];
    boolean[] flags = target.flags();
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = (long) target.get(axis);
      if (sizes[axis] == 0 && !zeroIsSize) {
        if (axis >= x.rank()) {
          throw node.refused("copies the size of axis " + axis + ", which its input lacks");
        }
        flags[axis] = x.dims().isBatch(axis);
        sizes[axis] = flags[axis] ? x.dims().outer() * x.dims().inner() : x.dims().size(axis);
      }
    }
    context.put(
        node, OnnxImport.as(x, ShapeRules.reshaped(node, x.dims(), sizes, flags, context.batch())));
  }

  private static void flatten(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    long given = node.integer("axis", 1);
    int axis = (int) (given < 0 ? given + x.rank() : given);
    long[] sizes = {1, 1};
    boolean[] flags = new boolean[2];
    for (int i = 0; i < x.rank(); i++) {
      int side = i < axis ? 0 : 1;
      boolean batch = x.dims().isBatch(i);
      sizes[side] *= batch ? x.dims().outer() * x.dims().inner() : x.dims().size(i);
      flags[side] |= batch;
    }
    context.put(node, OnnxImport.as(x, ShapeRules.reshaped(node, x.dims(), sizes, flags, -1)));
  }

  private static void transpose(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    int rank = x.rank();
    int[] order =
        node.integers("perm")
            .map(p -> Arrays.stream(p).mapToInt(Math::toIntExact).toArray())
            .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    context.put(node, permuted(context, x, order));
  }

  /** Axis i of the result is axis order[i] of the operand. */
  static Operand permuted(OnnxImport context, Operand x, int... order) {
    List<Integer> stored = new ArrayList<>();
    for (int axis : order) {
      stored.addAll(x.dims().storedAxes(axis));
    }
    long[] axes = stored.stream().mapToLong(Integer::longValue).toArray();
    boolean same = IntStream.range(0, axes.length).allMatch(i -> axes[i] == i);
    Dims dims = x.dims().permuted(order);
    if (same && x instanceof SampleValue value) {
      return value.as(dims);
    }
    return context.view(
        x, dims, SketchText.step("reshape", x.dims().stored()), SketchText.step("permute", axes));
  }

  private static void squeeze(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    long[] axes = context.integers(node, "axes", 1);
    boolean[] dropped = new boolean[x.rank()];
    for (int axis = 0; axis < dropped.length; axis++) {
      dropped[axis] = axes == null && !x.dims().isBatch(axis) && x.dims().size(axis) == 1;
    }
    for (long axis : axes == null ? new long[0] : axes) {
      int from = OnnxImport.axis(node, x.dims(), axis);
      if (x.dims().size(from) != 1) {
        throw node.refused("drops axis " + axis + " of " + x.dims() + ", whose size is not 1");
      }
      dropped[from] = true;
    }
    context.put(node, OnnxImport.as(x, without(x.dims(), dropped)));
  }

  static Dims without(Dims dims, boolean[] dropped) {
    int[] kept = IntStream.range(0, dims.rank()).filter(axis -> !dropped[axis]).toArray();
    long[] sizes = Arrays.stream(kept).mapToLong(dims::size).toArray();
    int batch = -1;
    for (int i = 0; i < kept.length; i++) {
      batch = dims.isBatch(kept[i]) ? i : batch;
    }
    return new Dims(sizes, batch, dims.outer(), dims.inner());
  }

  private static void unsqueeze(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    long[] axes = context.integers(node, "axes", 1);
    int rank = x.rank() + axes.length;
    boolean[] added = new boolean[rank];
    for (long axis : axes) {
      added[ShapeRules.axis(node, rank, axis)] = true;
    }
    long[] sizes = new long[rank];
    int batch = -1;
    int from = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (added[axis]) {
        sizes[axis] = 1;
      } else {
        batch = x.dims().isBatch(from) ? axis : batch;
        sizes[axis] = x.dims().size(from++);
      }
    }
    Dims dims = new Dims(sizes, batch, x.dims().outer(), x.dims().inner());
    if (x instanceof HostTensor tensor) {
      context.put(node, tensor.reshaped(sizes));
    } else {
      context.put(node, OnnxImport.as(x, dims));
    }
  }

  private static void expand(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    HostTensor target = context.known(node, 1, "sizes");
    int rank = Math.max(target.size(), x.rank());
    int missing = rank - target.size();
    Dims wide = Broadcast.widened(x.dims(), rank);
    long[] sizes = wide.sizes();
    int batch = wide.batchAxis();
    for (int axis = missing; axis < rank; axis++) {
      long size = (long) target.get(axis - missing);
      if (target.perSample(axis - missing)) {
        boolean repeatable = batch < 0 && sizes[axis] == 1 && size == 1;
        boolean same = batch == axis && size == wide.outer() * wide.inner();
        if (!repeatable && !same) {
          throw node.refused("repeats " + x.dims() + " along the batch");
        }
        batch = axis;
      } else if (axis != batch) {
        sizes[axis] = sizes[axis] == 1 ? size : sizes[axis];
      }
    }
    Dims dims = new Dims(sizes, batch, wide.outer(), wide.inner());
    if (batch >= 0 && x instanceof HostTensor) {
      x = context.sample(x);
    }
    Dims own = new Dims(wide.sizes(), batch, wide.outer(), wide.inner());
    context.put(
        node,
        context.view(
            x,
            dims,
            SketchText.step("reshape", own.stored()),
            SketchText.step("expand", dims.stored())));
  }

  private static void tile(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    long[] repeats = context.known(node, 1, "repeats").longs();
    Operand result = x;
    for (int axis = 0; axis < repeats.length; axis++) {
      if (repeats[axis] != 1) {
        int at = OnnxImport.axis(node, x.dims(), axis);
        long size = x.dims().size(at);
        long more = size * (repeats[axis] - 1);
        Dims dims = result.dims().with(at, size * repeats[axis]);
        result =
            context.view(
                result,
                dims,
                SketchText.step("reshape", result.dims().stored()),
                SketchText.step("pad", x.dims().storedAxis(at), 0, more) + " wrap");
      }
    }
    context.put(node, result);
  }

  private static void depthToSpace(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    long b = node.integer("blocksize", 1);
    Dims dims = x.dims();
    long c = dims.size(1) / (b * b);
    boolean depthFirst = node.text("mode", "DCR").equals("DCR");
    Dims split = images(dims, depthFirst ? new long[] {b, b, c} : new long[] {c, b, b});
    Operand blocks = OnnxImport.as(x, split);
    Operand moved =
        depthFirst
            ? permuted(context, blocks, 0, 3, 4, 1, 5, 2)
            : permuted(context, blocks, 0, 1, 4, 2, 5, 3);
    Dims result = dims.with(1, c).with(2, dims.size(2) * b).with(3, dims.size(3) * b);
    context.put(node, OnnxImport.as(moved, result));
  }

  /** With the channels split into three axes. */
  private static Dims images(Dims dims, long[] channels) {
    long[] sizes = {
      dims.size(0), channels[0], channels[1], channels[2], dims.size(2), dims.size(3)
    };
    return new Dims(sizes, dims.batchAxis(), dims.outer(), dims.inner());
  }

  private static void spaceToDepth(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    long b = node.integer("blocksize", 1);
    Dims dims = x.dims();
    long[] sizes = {dims.size(0), dims.size(1), dims.size(2) / b, b, dims.size(3) / b, b};
    Dims split = new Dims(sizes, dims.batchAxis(), dims.outer(), dims.inner());
    Operand moved = permuted(context, OnnxImport.as(x, split), 0, 3, 5, 1, 2, 4);
    Dims result =
        dims.with(1, dims.size(1) * b * b).with(2, dims.size(2) / b).with(3, dims.size(3) / b);
    context.put(node, OnnxImport.as(moved, result));
  }
}
