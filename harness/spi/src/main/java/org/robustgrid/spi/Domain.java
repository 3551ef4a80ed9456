package org.robustgrid.spi;

/**
 * The box every coordinate of an input lies in; {@code -∞} and {@code ∞} where there is none.
 *
 * @param low smallest value
 * @param high largest value, above {@code low}
 * @since 0.1
 */
public record Domain(double low, double high) {

  /** Pixels in [0,1]. */
  public static final Domain UNIT = new Domain(0, 1);

  /** No bounds. */
  public static final Domain UNBOUNDED =
      new Domain(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public Domain {
    if (!(low < high)) {
      throw new IllegalArgumentException("domain [" + low + ", " + high + "] is empty");
    }
  }

  /** The value of the interval nearest to {@code value}; NaN stays NaN. */
  public double clip(double value) {
    return value < low ? low : value > high ? high : value;
  }
}
