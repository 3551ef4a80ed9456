package org.robustgrid.analyses.reading;

/**
 * A share of samples with its 95 % interval by Wilson's method (Wilson 1927).
 *
 * @param value hits divided by samples
 */
public record Share(double value, double low, double high) {

  private static final double Z = 1.959963984540054;

  /**
   * A share.
   *
   * @param samples at least 1
   */
  public static Share of(double hits, int samples) {
    double p = hits / samples;
    double z = Z * Z / samples;
    double centre = (p + z / 2) / (1 + z);
    double half = Math.sqrt(p * (1 - p) * z + z * z / 4) / (1 + z);
    return new Share(p, Math.min(p, centre - half), Math.max(p, centre + half));
  }
}
