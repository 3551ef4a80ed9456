package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Max;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Min;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * Steps along the gradient's sign, inside the box whose corners are rounded once, on the host: see
 * {@link LinfMoves}.
 */
final class ResidentLinfMoves extends ResidentMoves {

  private final INDArray center;
  private final INDArray low;
  private final INDArray high;
  private final double[] sizes;

  ResidentLinfMoves(FeasibleSet feasible, ResidentBatch batch) {
    super(feasible, batch);
    this.center = batch.array();
    this.low = batch.array();
    this.high = batch.array();
    this.sizes = new double[batch.rows()];
  }

  @Override
  void around(double[] originals) {
    HostArrays.write(originals, center);
    corner(originals, -feasible().ball().epsilon(), low);
    corner(originals, feasible().ball().epsilon(), high);
  }

  private void corner(double[] originals, double shift, INDArray corner) {
    int size = Math.toIntExact(corner.length());
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = originals[i] + shift;
    }
    feasible().finish(originals, values, 0, size);
    HostArrays.write(values, corner);
  }

  @Override
  void ascend(INDArray point, INDArray gradient, double[] norms, double size) {
    Nd4j.getExecutioner().exec(new Sign(gradient, gradient));
    point.addi(gradient.muli(size));
    settle(point);
  }

  @Override
  void accelerate(
      INDArray point,
      INDArray previous,
      INDArray gradient,
      double[] norms,
      AdaptiveStepSize stepSizes,
      double momentum) {
    for (int row = 0; row < sizes.length; row++) {
      sizes[row] = stepSizes.size(row);
    }
    INDArray ahead = gradient;
    Nd4j.getExecutioner().exec(new Sign(gradient, ahead));
    batch().scale(ahead, sizes);
    ahead.addi(point);
    INDArray bound = batch().work();
    bound.assign(center).subi(feasible().ball().epsilon());
    Nd4j.exec(new Max(ahead, bound, ahead));
    bound.assign(center).addi(feasible().ball().epsilon());
    Nd4j.exec(new Min(ahead, bound, ahead));
    batch().clip(ahead, feasible().domain().low(), feasible().domain().high());
    combine(point, previous, ahead, momentum);
    settle(point);
  }

  private void settle(INDArray point) {
    if (single()) {
      batch().round(point, point);
    }
    Nd4j.exec(new Max(point, low, point));
    Nd4j.exec(new Min(point, high, point));
    batch().publish(point);
  }
}
