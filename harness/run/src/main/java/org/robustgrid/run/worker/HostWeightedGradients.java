package org.robustgrid.run.worker;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;

/** Gradients summed in Java arrays. */
final class HostWeightedGradients extends WeightedGradients {

  private double[] sum = {};
  private double[] next = {};
  private INDArray mean;

  @Override
  void clear(int rows, int elements) {
    if (sum.length != elements) {
      sum = new double[elements];
      next = new double[elements];
    }
    Arrays.fill(sum, 0);
  }

  @Override
  void accumulate(INDArray gradient, double[] kept, double[] added) {
    HostArrays.read(gradient, next);
    int length = sum.length / kept.length;
    for (int row = 0; row < kept.length; row++) {
      double before = kept[row];
      double now = added[row];
      for (int i = row * length; i < (row + 1) * length; i++) {
        sum[i] = sum[i] * before + next[i] * now;
      }
    }
  }

  @Override
  INDArray scaled(double[] factors, INDArray like) {
    int length = sum.length / factors.length;
    for (int row = 0; row < factors.length; row++) {
      double factor = factors[row];
      for (int i = row * length; i < (row + 1) * length; i++) {
        sum[i] *= factor;
      }
    }
    mean = KeptArrays.like(mean, like.dataType(), like.shape());
    HostArrays.write(sum, mean);
    return mean;
  }
}
