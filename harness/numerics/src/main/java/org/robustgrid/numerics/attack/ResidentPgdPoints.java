package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.AttackMemory;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * Points on the device. Originals and starts cross when a batch begins; a step moves gradient norms
 * and a few more figures of a row.
 */
final class ResidentPgdPoints implements PgdPoints {

  private final FeasibleSet feasible;
  private final DataType precision;
  private ResidentBatch batch;
  private ResidentMoves moves;
  private ResidentGradients gradients;
  private INDArray point;
  private INDArray gradient;

  ResidentPgdPoints(FeasibleSet feasible, DataType precision) {
    this.feasible = feasible;
    this.precision = precision;
  }

  @Override
  public AttackMemory memory() {
    return AttackMemory.RESIDENT;
  }

  @Override
  public void begin(INDArray images, long[] samples, Start start, boolean randomStart) {
    if (batch == null || !Arrays.equals(batch.shape(), images.shape())) {
      allocate(images.shape());
    }
    double[] center = HostArrays.read(images);
    double[] begun = new double[center.length];
    start.inside(feasible, images, samples, randomStart, center, begun);
    moves.around(center);
    HostArrays.write(begun, point);
    batch.publish(point);
  }

  private void allocate(long[] shape) {
    if (batch != null) {
      batch.close();
    }
    batch = new ResidentBatch(shape, precision);
    moves = ResidentMoves.of(feasible, batch);
    gradients = new ResidentGradients(batch);
    point = batch.array();
    gradient = batch.array();
  }

  @Override
  public INDArray iterates() {
    return batch.iterates();
  }

  @Override
  public void ascend(INDArray slopes, double size, GradientHealth health) {
    batch.take(slopes, gradient);
    moves.ascend(point, gradient, gradients.norms(gradient, health), size);
  }
}
