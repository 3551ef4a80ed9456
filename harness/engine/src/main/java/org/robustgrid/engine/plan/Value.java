package org.robustgrid.engine.plan;

import java.util.Arrays;
import org.robustgrid.engine.onednn.Images;

/** What flows along an edge of the graph; a reshaped value shares its root's buffers. */
final class Value {

  private final int id;
  private final long[] shape;
  private Value root;
  private boolean blocked;
  private boolean channelsLast;
  private boolean learnt;

  Value(int id, long... shape) {
    this.id = id;
    this.shape = shape.clone();
    this.root = this;
  }

  private Value(Value root, long[] shape) {
    this.id = root.id;
    this.shape = shape.clone();
    this.root = root;
  }

  /** The same numbers under another shape, C order. */
  Value reshaped(long... other) {
    if (Arrays.stream(other).reduce(1, (a, b) -> a * b) != size()) {
      throw new IllegalArgumentException(
          "cannot read " + Arrays.toString(shape) + " as " + Arrays.toString(other));
    }
    return new Value(root, other);
  }

  int id() {
    return root().id;
  }

  Value root() {
    return root == this ? this : root.root();
  }

  /** Shares the buffers of another value that has as many numbers. */
  void share(Value other) {
    if (root != this || other.root() == this || other.size() != size()) {
      throw new IllegalStateException("values cannot share their buffers");
    }
    root = other;
  }

  /** Marks a learnt array, which every sample reads. */
  void learn() {
    root().learnt = true;
  }

  boolean learnt() {
    return root().learnt;
  }

  /** Lets the images lie in memory in blocks of channels. */
  void block() {
    root().blocked = true;
  }

  /** How the value lies in memory. */
  Images images() {
    return shape.length == 3
        ? new Images(shape[0], shape[1], shape[2], order())
        : new Images(shape[0], 1, 1, order());
  }

  /** Lets the images lie in memory with their channels last. */
  void putChannelsLast() {
    channelsLast = true;
  }

  private Images.Order order() {
    if (channelsLast) {
      return Images.Order.CHANNELS_LAST;
    }
    return root().blocked ? Images.Order.BLOCKED : Images.Order.PLAIN;
  }

  /** Without the batch. */
  long[] shape() {
    return shape.clone();
  }

  int rank() {
    return shape.length;
  }

  long channels() {
    return shape[0];
  }

  /** Elements of one channel of one sample. */
  long plane() {
    return size() / shape[0];
  }

  /** Elements of one sample. */
  long size() {
    long size = 1;
    for (long dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  long[] shapeOf(int rows) {
    long[] full = new long[shape.length + 1];
    full[0] = rows;
    System.arraycopy(shape, 0, full, 1, shape.length);
    return full;
  }
}
