package org.robustgrid.models.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shape of a value as the file sees it. One axis may hold the batch: its size is outer · N ·
 * inner, with the batch's index between the two. The network keeps the batch first, and the other
 * axes, with outer and inner where they are not 1, behind it in their order.
 *
 * @param sizes of the axes; at the batch axis the factor of N
 * @param batchAxis index of the batch axis, or −1 if the value has none
 * @param outer what the batch axis counts before the batch
 * @param inner what it counts within a sample
 */
public record Dims(long[] sizes, int batchAxis, long outer, long inner) {

  public Dims {
    sizes = sizes.clone();
  }

  /** A value of which every sample has its own, without a batch axis. */
  public static Dims fixed(long... sizes) {
    return new Dims(sizes, -1, 1, 1);
  }

  /** A value with the batch in one axis alone; the size given there must be 1. */
  public static Dims batched(int axis, long... sizes) {
    return new Dims(sizes, axis, 1, 1);
  }

  @Override
  public long[] sizes() {
    return sizes.clone();
  }

  public int rank() {
    return sizes.length;
  }

  public long size(int axis) {
    return sizes[axis];
  }

  public boolean isBatch(int axis) {
    return axis == batchAxis;
  }

  public boolean hasBatch() {
    return batchAxis >= 0;
  }

  /** Whether the batch axis is nothing but the batch. */
  public boolean plain() {
    return outer == 1 && inner == 1;
  }

  /** The shape of one sample. */
  public long[] stored() {
    List<Long> stored = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      if (axis != batchAxis) {
        stored.add(sizes[axis]);
      } else {
        if (outer != 1) {
          stored.add(outer);
        }
        if (inner != 1) {
          stored.add(inner);
        }
      }
    }
    return stored.stream().mapToLong(Long::longValue).toArray();
  }

  /** How many of a sample's axes an axis takes. */
  private int width(int axis) {
    return axis != batchAxis ? 1 : (outer != 1 ? 1 : 0) + (inner != 1 ? 1 : 0);
  }

  /** Index of a sample's first axis that belongs to an axis. */
  public int storedAxis(int axis) {
    int at = 0;
    for (int before = 0; before < axis; before++) {
      at += width(before);
    }
    return at;
  }

  /** Indices of a sample's axes that belong to an axis. */
  public List<Integer> storedAxes(int axis) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < width(axis); i++) {
      axes.add(storedAxis(axis) + i);
    }
    return axes;
  }

  /** With another size along an axis that is not the batch's. */
  public Dims with(int axis, long size) {
    long[] changed = sizes.clone();
    changed[axis] = size;
    return new Dims(changed, batchAxis, outer, inner);
  }

  /** Axis i of the result is axis order[i]. */
  public Dims permuted(int[] order) {
    long[] permuted = new long[order.length];
    int batch = -1;
    for (int i = 0; i < order.length; i++) {
      permuted[i] = sizes[order[i]];
      if (order[i] == batchAxis) {
        batch = i;
      }
    }
    return new Dims(permuted, batch, outer, inner);
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      words.add(axis == batchAxis ? (plain() ? "N" : sizes[axis] + "N") : "" + sizes[axis]);
    }
    return "[" + String.join(", ", words) + "]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dims dims
        && Arrays.equals(dims.sizes, sizes)
        && dims.batchAxis == batchAxis
        && dims.outer == outer
        && dims.inner == inner;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes) + 31 * batchAxis;
  }
}
