package org.robustgrid.engine.operator;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Arrays one behind the other along an axis. */
public final class Join extends Operator {

  private final int axis;

  Join(List<long[]> inputs, int axis) {
    super(inputs, shape(inputs, axis));
    this.axis = axis;
  }

  private static long[] shape(List<long[]> inputs, int axis) {
    long[] shape = inputs.get(0).clone();
    shape[axis] = 0;
    for (long[] input : inputs) {
      for (int other = 0; other < shape.length; other++) {
        if (input.length != shape.length || other != axis && input[other] != shape[other]) {
          throw new IllegalArgumentException("sizes differ along axis " + other);
        }
      }
      shape[axis] += input[axis];
    }
    return shape;
  }

  /** Numbers that lie together in the output for each place of the axes before. */
  public int run() {
    return Math.toIntExact(outputShape()[axis]) * strides(outputShape())[axis];
  }

  @Override
  public SampleKernel kernel() {
    int count = inputShapes().size();
    int outer = outputSize() / run();
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = inputSize(i) / outer;
    }
    return new LinearKernel() {
      @Override
      void apply(double[][] x, double[] y) {
        int at = 0;
        for (int o = 0; o < outer; o++) {
          for (int i = 0; i < count; i++) {
            System.arraycopy(x[i], o * lengths[i], y, at, lengths[i]);
            at += lengths[i];
          }
        }
      }

      @Override
      void adjoint(double[] g, double[][] toX) {
        int at = 0;
        for (int o = 0; o < outer; o++) {
          for (int i = 0; i < count; i++) {
            for (int k = 0; k < lengths[i]; k++) {
              toX[i][o * lengths[i] + k] += g[at + k];
            }
            at += lengths[i];
          }
        }
      }
    };
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    return graph.concat(axis + 1, inputs);
  }
}
