package org.robustgrid.numerics.attack.distance;

import java.util.Arrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;

/**
 * The nearest adversarial point of each row so far.
 *
 * @since 0.1
 */
public final class NearestPoints {

  private final AttackBatch batch;
  private final Norm norm;
  private final double[] points;
  private final double[] distances;

  /** Starts with the originals and no distance. */
  public NearestPoints(AttackBatch batch, Norm norm) {
    this.batch = batch;
    this.norm = norm;
    this.points = batch.originals().clone();
    this.distances = new double[batch.rows()];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
  }

  /** The nearest points, C order; the original of a row for which none was found. */
  public double[] points() {
    return points;
  }

  /** The distances of the points from the originals; infinite if none was found. */
  public double[] distances() {
    return distances;
  }

  /** The distance of a row's last asked point from its original. */
  double asked(int row) {
    return Distances.between(
        norm, batch.originals(), batch.asked(), row * batch.length(), batch.length());
  }

  /** Keeps a row's last asked point, whatever its distance. */
  void keep(int row) {
    distances[row] = asked(row);
    System.arraycopy(
        batch.asked(), row * batch.length(), points, row * batch.length(), batch.length());
  }
}
