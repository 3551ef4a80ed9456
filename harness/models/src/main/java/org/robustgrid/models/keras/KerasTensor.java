package org.robustgrid.models.keras;

/**
 * A layer's weights.
 *
 * @param values in C order
 * @param shape as Keras stores it
 */
record KerasTensor(double[] values, long[] shape) {

  /** The same numbers with their axes in another order. */
  KerasTensor permuted(int... axes) {
    int rank = shape.length;
    long[] strides = new long[rank];
    long stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    long[] to = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      to[axis] = shape[axes[axis]];
    }
    double[] result = new double[values.length];
    long[] at = new long[rank];
    for (int i = 0; i < result.length; i++) {
      long from = 0;
      for (int axis = 0; axis < rank; axis++) {
        from += at[axis] * strides[axes[axis]];
      }
      result[i] = values[Math.toIntExact(from)];
      for (int axis = rank - 1; axis >= 0 && ++at[axis] == to[axis]; axis--) {
        at[axis] = 0;
      }
    }
    return new KerasTensor(result, to);
  }

  /** The same numbers under another shape of as many. */
  KerasTensor as(long... other) {
    return new KerasTensor(values, other);
  }
}
