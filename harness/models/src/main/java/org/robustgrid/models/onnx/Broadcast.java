package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SketchText;

/** Two shapes of which either is repeated along axes of size 1, aligned at their last axes. */
final class Broadcast {

  private final OnnxNode node;
  private final Dims dims;

  private Broadcast(OnnxNode node, Dims dims) {
    this.node = node;
    this.dims = dims;
  }

  static Broadcast of(OnnxNode node, Dims a, Dims b) {
    int rank = Math.max(a.rank(), b.rank());
    Dims first = widened(a, rank);
    Dims second = widened(b, rank);
    long[] sizes = new long[rank];
    Dims batched = first.hasBatch() ? first : second;
    for (int axis = 0; axis < rank; axis++) {
      if (first.isBatch(axis) || second.isBatch(axis)) {
        requireBatch(node, first, axis, batched);
        requireBatch(node, second, axis, batched);
        sizes[axis] = batched.size(axis);
      } else {
        long one = first.size(axis);
        long other = second.size(axis);
        if (one != other && one != 1 && other != 1) {
          throw node.refused("joins the shapes " + a + " and " + b + ", which do not fit");
        }
        sizes[axis] = one == 1 ? other : one;
      }
    }
    return new Broadcast(
        node, new Dims(sizes, batched.batchAxis(), batched.outer(), batched.inner()));
  }

  private static void requireBatch(OnnxNode node, Dims dims, int axis, Dims batched) {
    boolean same =
        dims.isBatch(axis) && dims.outer() == batched.outer() && dims.inner() == batched.inner();
    boolean repeated = !dims.hasBatch() && dims.size(axis) == 1;
    if (!same && !repeated) {
      throw node.refused(
          "joins values of " + batched + " and " + dims + ", whose batch axes do not fit");
    }
  }

  static Dims widened(Dims dims, int rank) {
    int more = rank - dims.rank();
    long[] sizes = new long[rank];
    java.util.Arrays.fill(sizes, 0, more, 1);
    System.arraycopy(dims.sizes(), 0, sizes, more, dims.rank());
    int batch = dims.hasBatch() ? dims.batchAxis() + more : -1;
    return new Dims(sizes, batch, dims.outer(), dims.inner());
  }

  /** Of the result. */
  Dims dims() {
    return dims;
  }

  /** One sample's shape of an operand, of the result's rank. */
  long[] stored(Dims given) {
    Dims wide = widened(given, dims.rank());
    List<Long> stored = new ArrayList<>();
    for (int axis = 0; axis < dims.rank(); axis++) {
      if (!dims.isBatch(axis)) {
        stored.add(wide.size(axis));
      } else {
        if (dims.outer() != 1) {
          stored.add(wide.hasBatch() ? dims.outer() : 1);
        }
        if (dims.inner() != 1) {
          stored.add(wide.hasBatch() ? dims.inner() : 1);
        }
      }
    }
    return stored.stream().mapToLong(Long::longValue).toArray();
  }

  /** An operand in the result's rank. */
  Operand aligned(OnnxImport context, Operand operand) {
    long[] shape = stored(operand.dims());
    return operand instanceof HostTensor tensor
        ? tensor.reshaped(shape)
        : OnnxImport.as(operand, Dims.fixed(shape));
  }

  /** An operand repeated to the result's shape. */
  Operand repeated(OnnxImport context, Operand operand) {
    Operand aligned = aligned(context, operand);
    return context.view(aligned, dims, SketchText.step("expand", dims.stored()));
  }

  OnnxNode node() {
    return node;
  }
}
