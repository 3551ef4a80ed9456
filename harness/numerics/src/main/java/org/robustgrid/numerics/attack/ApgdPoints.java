package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.HostRows;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * The points of a batch under APGD, with what belongs to each: the point before, the gradient, the
 * point of the largest loss and its gradient, the last misclassified point. They lie in Java
 * arrays, stepped row by row while a row is in the cache.
 *
 * <p>Masks and figures have one entry a row.
 */
final class ApgdPoints {

  private final FeasibleSet feasible;
  private final int rows;
  private final int length;
  private final double[] point;
  private final double[] previous;
  private final double[] gradient;
  private final double[] best;
  private final double[] bestGradient;
  private final double[] adversarial;
  private final INDArray iterates;

  ApgdPoints(FeasibleSet feasible, INDArray images, long[] samples, Start start) {
    this.rows = samples.length;
    this.length = Math.toIntExact(images.length() / Math.max(1, rows));
    double[] center = HostArrays.read(images);
    this.point = start.onSphere(feasible, images, samples, center);
    this.feasible = feasible;
    feasible.around(center, point.length);
    this.previous = point.clone();
    this.gradient = new double[point.length];
    this.best = point.clone();
    this.bestGradient = new double[point.length];
    this.adversarial = point.clone();
    this.iterates = Nd4j.createUninitialized(images.dataType(), images.shape(), 'c');
    HostArrays.write(point, iterates);
  }

  /** The points, of the images' shape and precision; overwritten by each step. */
  INDArray iterates() {
    return iterates;
  }

  /**
   * Takes over the gradients of the iterates. Of a row whose gradient is not finite, the gradient
   * becomes zero and the point before the point itself.
   *
   * @param slopes the gradients, shaped as the iterates; not changed
   * @param norms receives the gradients' L2 norms, 0 where they vanished or are not finite
   */
  void take(INDArray slopes, GradientHealth health, double[] norms) {
    HostArrays.read(slopes, gradient);
    HostRows.each(
        rows,
        length,
        row -> {
          int offset = row * length;
          double norm = health.norm(row, gradient, offset, length);
          if (Double.isNaN(norm)) {
            norm = 0;
            Arrays.fill(gradient, offset, offset + length, 0);
            System.arraycopy(point, offset, previous, offset, length);
          }
          norms[row] = norm;
        });
  }

  /**
   * One step of all rows, see {@link FeasibleSet#accelerate}; the gradients are not to be read
   * afterwards.
   */
  void accelerate(double[] norms, AdaptiveStepSize sizes, double momentum) {
    HostRows.each(
        rows,
        length,
        row ->
            feasible.accelerate(
                point,
                previous,
                gradient,
                norms[row],
                row * length,
                length,
                sizes.size(row),
                momentum));
    HostArrays.write(point, iterates);
  }

  /** Makes the rows' points the best ones, with their gradients. */
  void improve(boolean[] which) {
    for (int row = 0; row < rows; row++) {
      if (which[row]) {
        System.arraycopy(point, row * length, best, row * length, length);
        System.arraycopy(gradient, row * length, bestGradient, row * length, length);
      }
    }
  }

  /** Goes back to the rows' best points and gradients; the point before stays what it was. */
  void restart(boolean[] which) {
    for (int row = 0; row < rows; row++) {
      if (which[row]) {
        System.arraycopy(best, row * length, point, row * length, length);
        System.arraycopy(bestGradient, row * length, gradient, row * length, length);
      }
    }
  }

  /**
   * Remembers the rows' points as misclassified.
   *
   * @param before whether it is the points before, rather than the present ones
   */
  void keep(boolean[] which, boolean before) {
    double[] from = before ? previous : point;
    for (int row = 0; row < rows; row++) {
      if (which[row]) {
        System.arraycopy(from, row * length, adversarial, row * length, length);
      }
    }
  }

  /** The points of the largest loss, in a new array. */
  INDArray best() {
    return array(best);
  }

  /** The misclassified points remembered last, in a new array; where there is none, the start. */
  INDArray adversarial() {
    return array(adversarial);
  }

  private INDArray array(double[] values) {
    INDArray array = Nd4j.createUninitialized(iterates.dataType(), iterates.shape(), 'c');
    HostArrays.write(values, array);
    return array;
  }
}
