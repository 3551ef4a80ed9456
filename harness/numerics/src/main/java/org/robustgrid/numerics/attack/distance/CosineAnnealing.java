package org.robustgrid.numerics.attack.distance;

/**
 * A value that falls from a first to a last one along half a cosine.
 *
 * @param first value at step 0
 * @param last value that step {@code steps} would have
 * @since 0.1
 */
record CosineAnnealing(double first, double last) {

  /** last + (first − last)(1 + cos(π step / steps))/2. */
  double at(int step, int steps) {
    return last + (first - last) * ((1 + Math.cos(Math.PI * step / steps)) / 2);
  }
}
