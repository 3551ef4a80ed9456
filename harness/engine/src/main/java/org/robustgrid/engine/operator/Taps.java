package org.robustgrid.engine.operator;

import java.util.Arrays;

/**
 * Which inputs each output is made of.
 *
 * @param shape of the output
 * @param start where each output's inputs begin, and behind the last the number of all
 * @param index of the inputs
 * @param weight of each, or {@code null} where all count 1
 */
record Taps(long[] shape, int[] start, int[] index, double[] weight) {

  /** Every number along some axes, which have size 1 then. */
  static Taps over(long[] input, boolean[] reduced) {
    long[] shape = input.clone();
    long count = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      if (reduced[axis]) {
        count *= shape[axis];
        shape[axis] = 1;
      }
    }
    int[] strides = Operator.strides(shape);
    int[] position = new int[shape.length];
    int each = Math.toIntExact(count);
    int[] filled = new int[Operator.size(shape)];
    int[] index = new int[Operator.size(input)];
    for (int i = 0; i < index.length; i++) {
      int at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        at += reduced[axis] ? 0 : position[axis] * strides[axis];
      }
      index[at * each + filled[at]++] = i;
      advance(position, input);
    }
    int[] start = new int[filled.length + 1];
    Arrays.setAll(start, i -> i * each);
    return new Taps(shape, start, index, null);
  }

  private static void advance(int[] position, long[] shape) {
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (++position[axis] < shape[axis]) {
        return;
      }
      position[axis] = 0;
    }
  }

  /**
   * Weighted places along one axis: for each output the numbers [place, weight, place, weight…].
   */
  static Taps along(long[] input, int axis, double[][] rows) {
    long[] shape = input.clone();
    shape[axis] = rows.length;
    int size = (int) input[axis];
    int inner = Operator.strides(input)[axis];
    int outer = Operator.size(input) / (size * inner);
    int each = Arrays.stream(rows).mapToInt(row -> row.length / 2).sum();
    int total = Math.multiplyExact(Math.multiplyExact(outer, inner), each);
    int[] start = new int[Operator.size(shape) + 1];
    int[] index = new int[total];
    double[] weight = new double[total];
    int at = 0;
    int output = 0;
    for (int o = 0; o < outer; o++) {
      for (double[] row : rows) {
        for (int i = 0; i < inner; i++) {
          for (int k = 0; k < row.length; k += 2) {
            int place = java.util.Objects.checkIndex((int) row[k], size);
            index[at] = (o * size + place) * inner + i;
            weight[at++] = row[k + 1];
          }
          start[++output] = at;
        }
      }
    }
    return new Taps(shape, start, index, weight);
  }

  /**
   * Windows over the last two axes.
   *
   * @param kernel height, width
   * @param stride height, width
   * @param dilation height, width
   * @param before padding above and left
   * @param size of the output, height, width
   */
  static Taps windows(
      long[] input, long[] kernel, long[] stride, long[] dilation, long[] before, long[] size) {
    int rank = input.length;
    long[] shape = input.clone();
    shape[rank - 2] = size[0];
    shape[rank - 1] = size[1];
    int height = (int) input[rank - 2];
    int width = (int) input[rank - 1];
    int planes = Operator.size(input) / (height * width);
    int[] start = new int[Operator.size(shape) + 1];
    int[] index = new int[16];
    int at = 0;
    int output = 0;
    for (int p = 0; p < planes; p++) {
      for (int r = 0; r < size[0]; r++) {
        for (int c = 0; c < size[1]; c++) {
          for (int i = 0; i < kernel[0]; i++) {
            long y = r * stride[0] - before[0] + i * dilation[0];
            if (y < 0 || y >= height) {
              continue;
            }
            for (int j = 0; j < kernel[1]; j++) {
              long x = c * stride[1] - before[1] + j * dilation[1];
              if (x >= 0 && x < width) {
                if (at == index.length) {
                  index = Arrays.copyOf(index, 2 * at);
                }
                index[at++] = (p * height + (int) y) * width + (int) x;
              }
            }
          }
          start[++output] = at;
        }
      }
    }
    return new Taps(shape, start, Arrays.copyOf(index, at), null);
  }

  /** The same inputs with weights. */
  Taps weighted(double[] weights) {
    return new Taps(shape, start, index, weights);
  }

  /** The most inputs that an output has. */
  int most() {
    int most = 0;
    for (int i = 1; i < start.length; i++) {
      most = Math.max(most, start[i] - start[i - 1]);
    }
    return most;
  }
}
