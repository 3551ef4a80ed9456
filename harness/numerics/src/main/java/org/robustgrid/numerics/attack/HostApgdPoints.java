package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.FeasibleSet;

/** Points in Java arrays, stepped row by row while a row is in the cache. */
final class HostApgdPoints implements ApgdPoints {

  private final Moves moves;
  private final int rows;
  private final int length;
  private final double[] point;
  private final double[] previous;
  private final double[] gradient;
  private final double[] best;
  private final double[] bestGradient;
  private final double[] adversarial;
  private final INDArray iterates;

  HostApgdPoints(FeasibleSet feasible, INDArray images, long[] samples, Start start) {
    this.rows = samples.length;
    this.length = Math.toIntExact(images.length() / Math.max(1, rows));
    double[] center = HostArrays.read(images);
    this.point = start.onSphere(feasible, images, samples, center);
    this.moves = Moves.of(feasible, images.dataType());
    moves.around(center, point.length);
    this.previous = point.clone();
    this.gradient = new double[point.length];
    this.best = point.clone();
    this.bestGradient = new double[point.length];
    this.adversarial = point.clone();
    this.iterates = Nd4j.createUninitialized(images.dataType(), images.shape(), 'c');
    HostArrays.write(point, iterates);
  }

  @Override
  public INDArray iterates() {
    return iterates;
  }

  @Override
  public void take(INDArray slopes, GradientHealth health, double[] norms) {
    HostArrays.read(slopes, gradient);
    for (int row = 0; row < rows; row++) {
      int offset = row * length;
      double norm = health.norm(row, gradient, offset, length);
      if (Double.isNaN(norm)) {
        norm = 0;
        Arrays.fill(gradient, offset, offset + length, 0);
        System.arraycopy(point, offset, previous, offset, length);
      }
      norms[row] = norm;
    }
  }

  @Override
  public void accelerate(double[] norms, AdaptiveStepSize sizes, double momentum) {
    for (int row = 0; row < rows; row++) {
      moves.accelerate(
          point, previous, gradient, norms[row], row * length, length, sizes.size(row), momentum);
    }
    HostArrays.write(point, iterates);
  }

  @Override
  public void improve(boolean[] which) {
    for (int row = 0; row < rows; row++) {
      if (which[row]) {
        System.arraycopy(point, row * length, best, row * length, length);
        System.arraycopy(gradient, row * length, bestGradient, row * length, length);
      }
    }
  }

  @Override
  public void restart(boolean[] which) {
    for (int row = 0; row < rows; row++) {
      if (which[row]) {
        System.arraycopy(best, row * length, point, row * length, length);
        System.arraycopy(bestGradient, row * length, gradient, row * length, length);
      }
    }
  }

  @Override
  public void keep(boolean[] which, boolean before) {
    double[] from = before ? previous : point;
    for (int row = 0; row < rows; row++) {
      if (which[row]) {
        System.arraycopy(from, row * length, adversarial, row * length, length);
      }
    }
  }

  @Override
  public INDArray best() {
    return array(best);
  }

  @Override
  public INDArray adversarial() {
    return array(adversarial);
  }

  private INDArray array(double[] values) {
    INDArray array = Nd4j.createUninitialized(iterates.dataType(), iterates.shape(), 'c');
    HostArrays.write(values, array);
    return array;
  }

  @Override
  public void close() {
    // the heap is the garbage collector's
  }
}
