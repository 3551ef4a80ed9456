package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.HostRows;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * The points of a batch under PGD, in Java arrays, stepped row by row while a row is in the cache.
 * Buffers are kept from one batch to the next of the same shape.
 */
final class PgdPoints {

  private final FeasibleSet feasible;
  private double[] center = {};
  private double[] point = {};
  private double[] gradient = {};
  private INDArray iterates;
  private int rows;
  private int length;

  PgdPoints(FeasibleSet feasible) {
    this.feasible = feasible;
  }

  /**
   * Begins a batch.
   *
   * @param images the originals, [rows, …], of the points' precision
   * @param randomStart whether a run without given starts begins at random points of the ball
   */
  void begin(INDArray images, long[] samples, Start start, boolean randomStart) {
    int size = Math.toIntExact(images.length());
    rows = samples.length;
    length = size / Math.max(1, rows);
    if (iterates == null || !Arrays.equals(iterates.shape(), images.shape())) {
      iterates = Nd4j.createUninitialized(images.dataType(), images.shape(), 'c');
    }
    if (center.length < size) {
      center = new double[size];
      point = new double[size];
      gradient = new double[size];
    }
    HostArrays.read(images, center);
    feasible.around(center, size);
    start.inside(feasible, images, samples, randomStart, center, point);
    HostArrays.write(point, iterates);
  }

  /** The points, of the images' shape and precision; overwritten by each step. */
  INDArray iterates() {
    return iterates;
  }

  /**
   * One step: along the steepest ascent, then to the nearest feasible point. Rows whose gradient
   * vanished or is not finite stay where they are and are flagged.
   *
   * @param slopes the gradient of the iterates, shaped as they are; not changed
   */
  void ascend(INDArray slopes, double size, GradientHealth health) {
    HostArrays.read(slopes, gradient);
    HostRows.each(
        rows,
        length,
        row -> {
          int offset = row * length;
          double norm = health.norm(row, gradient, offset, length);
          if (norm > 0) {
            feasible.ascend(point, gradient, norm, offset, length, size);
          }
        });
    HostArrays.write(point, iterates);
  }
}
