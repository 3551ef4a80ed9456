package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rounds points of a Euclidean ball to float without leaving it: to the nearest where that stays
 * inside, else each coordinate to the nearest float on the center's side.
 */
final class ResidentRounding {

  /**
   * A float r less |r| times this rounds to the float next to it, towards zero (and plus this, away
   * from it): with u = 2⁻²⁴ it is u (1 + 2u), see Rump, Zimmermann, Boldo and Melquiond, Computing
   * predecessor and successor in rounding to nearest (BIT 2009).
   */
  private static final double NEIGHBOUR = 0x1p-24 * (1 + 0x1p-23);

  private final ResidentBatch batch;
  private final INDArray center;
  private final double epsilon;
  private final double[] factors;

  ResidentRounding(ResidentBatch batch, INDArray center, double epsilon) {
    this.batch = batch;
    this.center = center;
    this.epsilon = epsilon;
    this.factors = new double[batch.rows()];
  }

  /**
   * Rounds.
   *
   * @param point inside the ball
   * @param scratch overwritten
   */
  void round(INDArray point, INDArray scratch) {
    INDArray rounded = batch.work();
    batch.round(point, rounded);
    double[] distances = batch.norms(scratch.assign(rounded).subi(center));
    boolean anyOutside = false;
    for (int row = 0; row < factors.length; row++) {
      boolean outside = distances[row] > epsilon;
      anyOutside |= outside;
      factors[row] = outside ? NEIGHBOUR : 0;
    }
    if (anyOutside) {
      towardsCenter(point, rounded, scratch);
    }
    point.assign(rounded);
  }

  /** Where rounding moved a coordinate away from the center, takes the neighbouring float. */
  private void towardsCenter(INDArray point, INDArray rounded, INDArray scratch) {
    // the sign of the rounding where it is that of the perturbation, else 0
    INDArray direction = scratch.assign(rounded).subi(point);
    Nd4j.getExecutioner().exec(new Sign(direction, direction));
    INDArray away = point.subi(center);
    Nd4j.getExecutioner().exec(new Sign(away, away));
    away.muli(direction);
    batch.clip(away, 0, Double.POSITIVE_INFINITY);
    away.muli(direction);
    batch.scale(away, factors);
    INDArray size = scratch.assign(rounded);
    Nd4j.getExecutioner().exec(new Abs(size, size));
    rounded.subi(away.muli(size));
    batch.round(rounded, rounded);
  }
}
