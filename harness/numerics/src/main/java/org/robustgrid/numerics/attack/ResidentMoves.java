package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Norm;

/**
 * The steps of {@link Moves}, for whole batches on the device, operation by operation in the same
 * order. Each leaves the new points published as the batch's iterates.
 */
abstract sealed class ResidentMoves permits ResidentLinfMoves, ResidentL2Moves {

  private final ResidentBatch batch;
  private final FeasibleSet feasible;
  private final boolean single;

  ResidentMoves(FeasibleSet feasible, ResidentBatch batch) {
    this.batch = batch;
    this.feasible = feasible;
    this.single = batch.iterates().dataType() == DataType.FLOAT;
  }

  /** The steps inside a feasible set. */
  static ResidentMoves of(FeasibleSet feasible, ResidentBatch batch) {
    return feasible.ball().norm() == Norm.L2
        ? new ResidentL2Moves(feasible, batch)
        : new ResidentLinfMoves(feasible, batch);
  }

  /**
   * Begins a batch: what the steps need of the originals is brought to the device.
   *
   * @param originals of the network's precision, row after row
   */
  abstract void around(double[] originals);

  /**
   * One step of PGD.
   *
   * @param gradient not to be read afterwards
   * @param norms each row's gradient norm; a row stays where it is unless it is above 0, and its
   *     gradient is zero then
   */
  abstract void ascend(INDArray point, INDArray gradient, double[] norms, double size);

  /**
   * One step of APGD.
   *
   * @param previous becomes the points before the step
   * @param gradient finite; not to be read afterwards
   * @param norms each row's gradient norm, finite
   */
  abstract void accelerate(
      INDArray point,
      INDArray previous,
      INDArray gradient,
      double[] norms,
      AdaptiveStepSize sizes,
      double momentum);

  /** x + a (z − x) + (1 − a) (x − x₋₁), with z in {@code ahead}, which is overwritten. */
  final void combine(INDArray point, INDArray previous, INDArray ahead, double momentum) {
    INDArray work = batch.work();
    work.assign(point).subi(previous).muli(1 - momentum);
    ahead.subi(point).muli(momentum);
    previous.assign(point);
    point.addi(ahead).addi(work);
  }

  final ResidentBatch batch() {
    return batch;
  }

  final FeasibleSet feasible() {
    return feasible;
  }

  /** Whether the network's precision is float. */
  final boolean single() {
    return single;
  }
}
