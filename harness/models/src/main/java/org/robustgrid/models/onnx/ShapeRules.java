package org.robustgrid.models.onnx;

import java.util.Arrays;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;

/** Rules of shapes that several operators share. */
final class ShapeRules {

  private ShapeRules() {}

  static int axis(OnnxNode node, int rank, long axis) {
    long from = axis < 0 ? axis + rank : axis;
    if (from < 0 || from >= rank) {
      throw node.refused("has the axis " + axis + ", but a value of rank " + rank);
    }
    return (int) from;
  }

  /** The shape as a tensor, whose batch size is written as a multiple of itself. */
  static HostTensor shape(Dims dims) {
    boolean[] flags = new boolean[dims.rank()];
    double[] sizes = new double[dims.rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = dims.isBatch(axis) ? dims.outer() * dims.inner() : dims.size(axis);
      flags[axis] = dims.isBatch(axis);
    }
    return HostTensor.of(HostTensor.Kind.INTEGER, new long[] {sizes.length}, sizes)
        .perSample(flags);
  }

  /**
   * The dims of a value read in another shape.
   *
   * @param sizes wanted; −1 for the one that follows from the others
   * @param flags which are multiples of the batch size
   * @param batch the batch size that sizes are written for, or −1 where they are not
   */
  static Dims reshaped(OnnxNode node, Dims from, long[] sizes, boolean[] flags, long batch) {
    long total = HostTensor.count(from.stored());
    long[] wanted = sizes.clone();
    int open = -1;
    int holder = -1;
    long known = 1;
    for (int axis = 0; axis < wanted.length; axis++) {
      if (flags[axis]) {
        if (holder >= 0) {
          throw node.refused("has the batch size in two axes of its shape");
        }
        holder = axis;
      }
      if (wanted[axis] == -1 && !flags[axis]) {
        open = axis;
      } else {
        known = Math.multiplyExact(known, wanted[axis]);
      }
    }
    if (!from.hasBatch()) {
      if (open >= 0) {
        wanted[open] = known == 0 ? -1 : total / known;
      }
      if (holder >= 0 || product(wanted) != total) {
        throw mismatch(node, from, sizes);
      }
      return Dims.fixed(wanted);
    }
    if (holder >= 0 && open >= 0) {
      wanted[open] = total / Math.max(1, known);
    } else if (holder < 0 && open >= 0 && batch < 0) {
      holder = open;
      wanted[open] = total / Math.max(1, known);
    } else if (holder < 0 && batch > 0) {
      if (open >= 0) {
        wanted[open] = total * batch / Math.max(1, known);
      }
      return written(node, from, wanted, batch);
    }
    if (holder < 0 || product(wanted) != total) {
      throw mismatch(node, from, sizes);
    }
    return holding(node, from, wanted, holder, wanted[holder]);
  }

  private static RuntimeException mismatch(OnnxNode node, Dims from, long[] sizes) {
    return node.refused("cannot read shape " + from + " as " + Arrays.toString(sizes));
  }

  private static long product(long[] sizes) {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }

  /** Sizes for a fixed batch: the first axis that can hold the batch does. */
  private static Dims written(OnnxNode node, Dims from, long[] sizes, long batch) {
    if (product(sizes) != HostTensor.count(from.stored()) * batch) {
      throw mismatch(node, from, sizes);
    }
    long lead = lead(from);
    long before = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] % batch == 0 && lead % before == 0) {
        long outer = lead / before;
        if (sizes[axis] / batch % outer == 0) {
          return holding(node, from, sizes, axis, sizes[axis] / batch);
        }
      }
      before *= sizes[axis];
    }
    throw mismatch(node, from, sizes);
  }

  /** Numbers before the batch's index, C order. */
  private static long lead(Dims from) {
    long lead = from.outer();
    for (int axis = 0; axis < from.batchAxis(); axis++) {
      lead *= from.size(axis);
    }
    return lead;
  }

  private static Dims holding(OnnxNode node, Dims from, long[] sizes, int holder, long factor) {
    long before = 1;
    for (int axis = 0; axis < holder; axis++) {
      before *= sizes[axis];
    }
    long lead = lead(from);
    if (before == 0 || lead % before != 0 || factor % (lead / before) != 0) {
      throw OnnxImport.mixes(node);
    }
    long outer = lead / before;
    long[] own = sizes.clone();
    own[holder] = factor;
    return new Dims(own, holder, outer, factor / outer);
  }
}
