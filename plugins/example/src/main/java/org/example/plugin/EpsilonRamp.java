package org.example.plugin;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;
import org.apache.commons.math3.util.MathArrays;

/** The fraction of epsilon over the course of a training, linear between given values. */
final class EpsilonRamp {

  private final PolynomialSplineFunction curve;

  /**
   * A ramp from 0 to 1.
   *
   * @param shares fractions between the first and the last one, at equal distances in time
   */
  EpsilonRamp(List<Double> shares) {
    double[] inner = shares.stream().mapToDouble(Double::doubleValue).toArray();
    // concatenate is new in Commons Math 3.6: with the harness's 3.5 this would not link
    double[] values = MathArrays.concatenate(new double[] {0}, inner, new double[] {1});
    double[] times = new double[values.length];
    Arrays.setAll(times, i -> i / (times.length - 1.0));
    curve = new LinearInterpolator().interpolate(times, values);
  }

  /**
   * The fraction at a time.
   *
   * @param progress 0 at the beginning, 1 at the end
   */
  double share(double progress) {
    return curve.value(progress);
  }

  /**
   * The library's version as a number, 3.6 for 3.6.1. As a figure of the row, it shows that the
   * plugin's own library is used.
   */
  static double libraryVersion() {
    String version = MathArrays.class.getPackage().getImplementationVersion();
    return Double.parseDouble(version.replaceFirst("(\\d+\\.\\d+).*", "$1"));
  }
}
