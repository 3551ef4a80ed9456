package org.robustgrid.numerics.summary;

/**
 * Mean, standard deviation and skewness of a sample; sums run in the order of the values.
 *
 * @param mean m = (1/n) Σ v
 * @param deviation √((1/n) Σ (v − m)²)
 * @param skewness (1/n) Σ (v − m)³ divided by the cubed deviation, without bias correction; NaN if
 *     all values are equal
 * @since 0.1
 */
public record Moments(double mean, double deviation, double skewness) {

  /**
   * The moments of values.
   *
   * @param values of an empty sample all moments are NaN
   */
  public static Moments of(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double second = 0;
    double third = 0;
    for (double value : values) {
      double difference = value - mean;
      second += difference * difference;
      third += difference * difference * difference;
    }
    double deviation = Math.sqrt(second / values.length);
    return new Moments(mean, deviation, third / values.length / Math.pow(deviation, 3));
  }

  /** The squared deviation. */
  public double variance() {
    return deviation * deviation;
  }
}
