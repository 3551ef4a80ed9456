package org.robustgrid.models.keras;

/**
 * What a layer answers.
 *
 * @param name in the ONNX graph
 * @param shape of a sample, as Keras orders its axes
 * @param channelsFirst whether the graph holds images with channels first that Keras has last
 */
record KerasValue(String name, long[] shape, boolean channelsFirst) {

  int rank() {
    return shape.length;
  }

  long size(int axis) {
    return shape[axis];
  }

  long last() {
    return shape[shape.length - 1];
  }

  /** How many numbers a sample has. */
  long count() {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** Sizes of images: channels, height, width. */
  long[] image() {
    return channelsFirst
        ? new long[] {shape[2], shape[0], shape[1]}
        : new long[] {shape[0], shape[1], shape[2]};
  }

  /** The same, under another name. */
  KerasValue named(String other) {
    return new KerasValue(other, shape, channelsFirst);
  }
}
