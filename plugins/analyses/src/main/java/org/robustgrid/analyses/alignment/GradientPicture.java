package org.robustgrid.analyses.alignment;

import org.robustgrid.spi.Domain;

/** A gradient as a picture: 0 in the middle of the domain, its largest entry at an end. */
final class GradientPicture {

  private GradientPicture() {}

  /** The picture of part of an array; of a gradient that is zero or not finite, the middle. */
  static float[] of(double[] gradients, int from, int length, Domain domain) {
    double largest = 0;
    boolean finite = true;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, Math.abs(gradients[i]));
      finite &= Double.isFinite(gradients[i]);
    }
    double middle = (domain.low() + domain.high()) / 2;
    double half = (domain.high() - domain.low()) / 2;
    float[] picture = new float[length];
    for (int i = 0; i < length; i++) {
      double share = finite && largest > 0 ? gradients[from + i] / largest : 0;
      picture[i] = (float) (middle + half * share);
    }
    return picture;
  }
}
