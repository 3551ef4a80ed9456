package org.robustgrid.engine.operator;

import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A function without parameters of one sample's arrays, each in C order. Shapes are of one sample;
 * a batch is computed sample by sample.
 */
public abstract class Operator {

  /** Numbers of a sample's array, above which an operator is refused: half a GiB of double. */
  private static final long LARGEST = 1L << 26;

  private final List<long[]> inputs;
  private final long[] output;

  Operator(List<long[]> inputs, long[] output) {
    inputs.forEach(Operator::requireSize);
    requireSize(output);
    this.inputs = inputs.stream().map(long[]::clone).toList();
    this.output = output.clone();
  }

  private static void requireSize(long[] shape) {
    long size = 1;
    for (long extent : shape) {
      if (extent < 1 || extent > LARGEST || (size *= extent) > LARGEST) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " is empty or has more than 2^26 numbers");
      }
    }
  }

  /** Numbers of an array of a shape. */
  static int size(long... shape) {
    long size = 1;
    for (long extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    return Math.toIntExact(size);
  }

  /** How far the neighbours along each axis lie apart, C order. */
  static int[] strides(long... shape) {
    int[] strides = new int[shape.length];
    int step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step = Math.multiplyExact(step, Math.toIntExact(shape[axis]));
    }
    return strides;
  }

  /** The shapes of the inputs for one sample, without the batch axis. */
  public final List<long[]> inputShapes() {
    return inputs.stream().map(long[]::clone).toList();
  }

  final long[] input(int index) {
    return inputs.get(index);
  }

  final int inputSize(int index) {
    return size(inputs.get(index));
  }

  /** Shape of a sample's output. */
  public final long[] outputShape() {
    return output.clone();
  }

  final int outputSize() {
    return size(output);
  }

  /** Computes the operator and its derivatives; one for each thread, as it may keep scratch. */
  public abstract SampleKernel kernel();

  /** Defines the operator for Deeplearning4j, over inputs of shape [rows, …]. */
  abstract SDVariable define(SameDiff graph, SDVariable[] inputs);

  /** The shape with the batch before it. */
  static long[] batched(long... shape) {
    long[] full = new long[shape.length + 1];
    full[0] = -1;
    System.arraycopy(shape, 0, full, 1, shape.length);
    return full;
  }
}
