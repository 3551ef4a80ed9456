package org.robustgrid.defenses.smoothing;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.defense.CertifiedClassifier.Certificate;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.LinearClassifier;

/**
 * Two classes separated by the sign of the first of two features. True radii are distances to 0.
 */
final class LinearProblem {

  private LinearProblem() {}

  static SmoothingSettings settings(boolean soft, int n0, int n, double alpha, Double... radii) {
    return new SmoothingSettings(0.5, soft, 100, n0, n, alpha, List.of(radii));
  }

  static SmoothedClassifier smoothed(SmoothingSettings settings) {
    return new SmoothedClassifier(
        new LinearClassifier(new double[][] {{0, 0}, {50, 0}}, new double[2]), settings);
  }

  static INDArray points(double... firstFeatures) {
    double[] values = new double[2 * firstFeatures.length];
    for (int i = 0; i < firstFeatures.length; i++) {
      values[2 * i] = firstFeatures[i];
    }
    INDArray points =
        Nd4j.createUninitialized(DataType.DOUBLE, new long[] {firstFeatures.length, 2}, 'c');
    HostArrays.write(values, points);
    return points;
  }

  static Query query(int rows, long seed) {
    long[] samples = new long[rows];
    Arrays.setAll(samples, i -> i);
    return new Query(samples, RandomKey.of(seed));
  }

  static List<Certificate> certify(SmoothingSettings settings, long seed, double... features) {
    return smoothed(settings).certify(points(features), query(features.length, seed), Monitor.NONE);
  }
}
