package org.robustgrid.numerics.energy;

import org.robustgrid.numerics.norm.Distances;

/**
 * The plane through an image along two directions, made orthonormal, on which energies are drawn
 * (Zhu et al. 2021, figure 2).
 *
 * @param image the point at the origin of the plane
 * @param first of norm 1
 * @param second of norm 1, orthogonal to the first
 * @since 0.1
 */
public record EnergyPlane(double[] image, double[] first, double[] second) {

  /**
   * The plane spanned by two directions.
   *
   * @throws IllegalArgumentException if they are dependent
   */
  public static EnergyPlane spanned(double[] image, double[] direction, double[] other) {
    double[] first = unit(direction);
    double along = 0;
    for (int i = 0; i < first.length; i++) {
      along += first[i] * other[i];
    }
    double[] left = other.clone();
    for (int i = 0; i < first.length; i++) {
      left[i] -= along * first[i];
    }
    return new EnergyPlane(image, first, unit(left));
  }

  /** image + a first + b second; not clipped to any domain. */
  public double[] at(double a, double b) {
    double[] point = image.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] += a * first[i] + b * second[i];
    }
    return point;
  }

  private static double[] unit(double[] vector) {
    double norm = Distances.euclidean(vector, 0, vector.length);
    if (!(norm > 0)) {
      throw new IllegalArgumentException("the two directions of a plane must be independent");
    }
    double[] unit = new double[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = vector[i] / norm;
    }
    return unit;
  }
}
