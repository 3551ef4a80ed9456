package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.FeasibleSet;

/** Steps along the normalised gradient: see {@link L2Moves}. */
final class ResidentL2Moves extends ResidentMoves {

  /** The reference divides by norms to which this is added. */
  private static final double GUARD = 1e-12;

  /** Gradients whose squares may have lost digits. */
  private static final double TINY = 1e-140;

  private final ResidentGradients gradients;
  private final ResidentRounding rounding;
  private final INDArray center;
  private final double[] factors;

  ResidentL2Moves(FeasibleSet feasible, ResidentBatch batch) {
    super(feasible, batch);
    this.gradients = new ResidentGradients(batch);
    this.center = batch.array();
    this.rounding = new ResidentRounding(batch, center, feasible.ball().epsilon());
    this.factors = new double[batch.rows()];
  }

  @Override
  void around(double[] originals) {
    HostArrays.write(originals, center);
  }

  @Override
  void ascend(INDArray point, INDArray gradient, double[] norms, double size) {
    for (int row = 0; row < factors.length; row++) {
      double norm = norms[row];
      if (norm > 0 && norm < TINY) {
        norm = gradients.enlarge(row, gradient);
      }
      factors[row] = norm > 0 ? size / norm : 0;
    }
    batch().scale(gradient, factors);
    point.addi(gradient);
    project(point, norms);
    finish(point, gradient);
  }

  /** Moves the points beyond epsilon to the ball; a factor of 0 leaves the others as they are. */
  private void project(INDArray point, double[] norms) {
    double epsilon = feasible().ball().epsilon();
    INDArray offset = batch().work();
    double[] distances = batch().norms(offset.assign(point).subi(center));
    for (int row = 0; row < factors.length; row++) {
      boolean outside = norms[row] > 0 && distances[row] > epsilon;
      factors[row] = outside ? (epsilon - distances[row]) / distances[row] : 0;
    }
    batch().scale(offset, factors);
    point.addi(offset);
  }

  @Override
  void accelerate(
      INDArray point,
      INDArray previous,
      INDArray gradient,
      double[] norms,
      AdaptiveStepSize sizes,
      double momentum) {
    for (int row = 0; row < factors.length; row++) {
      factors[row] = sizes.size(row) / (norms[row] + GUARD);
    }
    INDArray ahead = gradient;
    batch().scale(ahead, factors);
    shrink(ahead.addi(point));
    batch().clip(ahead, feasible().domain().low(), feasible().domain().high());
    combine(point, previous, ahead, momentum);
    shrink(point);
    finish(point, ahead);
  }

  /** The reference's projection: (u − x) / (‖u − x‖ + 1e-12) · min(ε, ‖u − x‖). */
  private void shrink(INDArray points) {
    double[] distances = batch().norms(points.subi(center));
    for (int row = 0; row < factors.length; row++) {
      double distance = distances[row];
      factors[row] = Math.min(feasible().ball().epsilon(), distance) / (distance + GUARD);
    }
    batch().scale(points, factors);
    points.addi(center);
  }

  private void finish(INDArray point, INDArray scratch) {
    batch().clip(point, feasible().domain().low(), feasible().domain().high());
    if (single()) {
      rounding.round(point, scratch);
      batch().clip(point, feasible().least(), feasible().most());
    }
    batch().publish(point);
  }
}
