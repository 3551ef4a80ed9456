package org.robustgrid.run.worker;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;

/** Gradients summed on the device; a draw's weights cross, its gradient does not. */
final class ResidentWeightedGradients extends WeightedGradients {

  private INDArray sum;
  private INDArray next;
  private INDArray column;
  private INDArray mean;

  @Override
  void clear(int rows, int elements) {
    if (sum == null || sum.size(0) != rows || sum.length() != elements) {
      release();
      long[] shape = {rows, elements / rows};
      sum = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
      next = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
      column = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {rows, 1}, 'c');
    }
    sum.assign(0);
  }

  private void release() {
    if (sum != null) {
      sum.close();
      next.close();
      column.close();
    }
  }

  @Override
  void accumulate(INDArray gradient, double[] kept, double[] added) {
    next.reshape('c', gradient.shape().clone()).assign(gradient);
    scale(next, added);
    scale(sum, kept);
    sum.addi(next);
  }

  private void scale(INDArray values, double[] factors) {
    HostArrays.write(factors, column);
    Nd4j.exec(new MulOp(values, column, values));
  }

  @Override
  INDArray scaled(double[] factors, INDArray like) {
    scale(sum, factors);
    mean = KeptArrays.like(mean, like.dataType(), like.shape());
    mean.reshape('c', sum.shape().clone()).assign(sum);
    return mean;
  }
}
