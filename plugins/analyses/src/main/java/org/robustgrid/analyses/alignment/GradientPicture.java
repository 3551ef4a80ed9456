package org.robustgrid.analyses.alignment;

import org.robustgrid.spi.Domain;

/**
 * Converts a gradient to a picture: 0 becomes the middle of the domain, the entry of largest
 * magnitude an end of it.
 */
final class GradientPicture {

  private GradientPicture() {}

  /**
   * Returns the picture of a part of an array; a gradient that is zero or not finite gives the
   * middle of the domain everywhere.
   */
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
