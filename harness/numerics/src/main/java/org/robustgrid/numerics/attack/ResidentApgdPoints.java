package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * Points on the device. Originals and starts cross when the run begins; a step moves gradient norms
 * and a few more figures of a row.
 */
final class ResidentApgdPoints implements ApgdPoints {

  private final ResidentBatch batch;
  private final ResidentMoves moves;
  private final ResidentGradients gradients;
  private final INDArray point;
  private final INDArray previous;
  private final INDArray gradient;
  private final INDArray best;
  private final INDArray bestGradient;
  private final INDArray adversarial;

  ResidentApgdPoints(FeasibleSet feasible, INDArray images, long[] samples, Start start) {
    this.batch = new ResidentBatch(images.shape(), images.dataType());
    this.moves = ResidentMoves.of(feasible, batch);
    this.gradients = new ResidentGradients(batch);
    double[] center = HostArrays.read(images);
    this.point = batch.array();
    HostArrays.write(start.onSphere(feasible, images, samples, center), point);
    moves.around(center);
    this.previous = batch.array().assign(point);
    this.gradient = batch.array().assign(0);
    this.best = batch.array().assign(point);
    this.bestGradient = batch.array().assign(0);
    this.adversarial = batch.array().assign(point);
    batch.publish(point);
  }

  @Override
  public INDArray iterates() {
    return batch.iterates();
  }

  @Override
  public void take(INDArray slopes, GradientHealth health, double[] norms) {
    batch.take(slopes, gradient);
    double[] found = gradients.norms(gradient, health);
    for (int row = 0; row < norms.length; row++) {
      norms[row] = found[row];
      if (Double.isNaN(found[row])) {
        norms[row] = 0;
        batch.row(previous, row).assign(batch.row(point, row));
      }
    }
  }

  @Override
  public void accelerate(double[] norms, AdaptiveStepSize sizes, double momentum) {
    moves.accelerate(point, previous, gradient, norms, sizes, momentum);
  }

  @Override
  public void improve(boolean[] rows) {
    batch.copy(point, best, rows);
    batch.copy(gradient, bestGradient, rows);
  }

  @Override
  public void restart(boolean[] rows) {
    batch.copy(best, point, rows);
    batch.copy(bestGradient, gradient, rows);
  }

  @Override
  public void keep(boolean[] rows, boolean before) {
    batch.copy(before ? previous : point, adversarial, rows);
  }

  @Override
  public INDArray best() {
    return batch.answer(best);
  }

  @Override
  public INDArray adversarial() {
    return batch.answer(adversarial);
  }

  @Override
  public void close() {
    batch.close();
  }
}
