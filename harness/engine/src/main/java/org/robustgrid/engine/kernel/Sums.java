package org.robustgrid.engine.kernel;

/**
 * Sums in double, in a fixed order. Four partial sums each, since an addition must otherwise wait
 * for the one before.
 */
public final class Sums {

  private Sums() {}

  /** Σ aᵢ. */
  public static double sum(double[] a) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i];
      s1 += a[i + 1];
      s2 += a[i + 2];
      s3 += a[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Σ aᵢ. */
  public static double sum(float[] a) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i];
      s1 += a[i + 1];
      s2 += a[i + 2];
      s3 += a[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Σ aᵢbᵢ. */
  public static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Σ (aᵢ − centre)². */
  public static double squares(float[] a, double centre) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      double d0 = a[i] - centre;
      double d1 = a[i + 1] - centre;
      double d2 = a[i + 2] - centre;
      double d3 = a[i + 3] - centre;
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < a.length; i++) {
      double d = a[i] - centre;
      s0 += d * d;
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Σ (aᵢ − centre) bᵢ. */
  public static double dot(float[] a, double centre, float[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += (a[i] - centre) * b[i];
      s1 += (a[i + 1] - centre) * b[i + 1];
      s2 += (a[i + 2] - centre) * b[i + 2];
      s3 += (a[i + 3] - centre) * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += (a[i] - centre) * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
