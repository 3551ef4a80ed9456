package org.robustgrid.engine.kernel;

/** Activation functions with a kink and with settings. The slope at a kink is that of its left. */
public final class BentCurve {

  /** Constants of SELU (Klambauer et al. 2017), as Deeplearning4j rounds them. */
  private static final double SELU_SCALE = 1.0507009873554804934193349852946;

  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  private BentCurve() {}

  /** α(eˣ − 1) below 0 (Clevert et al. 2015). */
  public static Curve elu(double alpha) {
    return scaledElu(1, alpha);
  }

  /** λx above 0 and λα(eˣ − 1) below (Klambauer et al. 2017). */
  public static Curve selu() {
    return scaledElu(SELU_SCALE, SELU_ALPHA);
  }

  private static Curve scaledElu(double scale, double alpha) {
    return new Curve() {
      @Override
      public void evaluate(double x, double[] jet) {
        if (x > 0) {
          set(jet, scale * x, scale, 0);
        } else {
          double tail = scale * alpha * Math.exp(x);
          set(jet, scale * alpha * Math.expm1(x), tail, tail);
        }
      }
    };
  }

  /** αx below 0. */
  public static Curve leaky(double alpha) {
    return new Curve() {
      @Override
      public void evaluate(double x, double[] jet) {
        boolean above = x > 0;
        set(jet, above ? x : alpha * x, above ? 1 : alpha, 0);
      }
    };
  }

  /** slope·x + shift, cut off below {@code low} and above {@code high}. */
  public static Curve clamped(double slope, double shift, double low, double high) {
    return new Curve() {
      @Override
      public void evaluate(double x, double[] jet) {
        double y = slope * x + shift;
        boolean cut = y <= low || y >= high;
        set(jet, y < low ? low : y > high ? high : y, cut ? 0 : slope, 0);
      }
    };
  }

  /** x above the threshold, 0 elsewhere. */
  public static Curve thresholded(double threshold) {
    return new Curve() {
      @Override
      public void evaluate(double x, double[] jet) {
        boolean off = x <= threshold;
        set(jet, off ? 0 : x, off ? 0 : 1, 0);
      }
    };
  }

  /** x from the threshold on, slope·(x − threshold) below it, at most {@code high}. */
  public static Curve sloped(double slope, double threshold, double high) {
    return new Curve() {
      @Override
      public void evaluate(double x, double[] jet) {
        boolean below = x < threshold;
        double y = below ? slope * (x - threshold) : x;
        boolean cut = y >= high;
        set(jet, cut ? high : y, cut ? 0 : below ? slope : 1, 0);
      }
    };
  }

  /** max(0, tanh x). */
  public static Curve rectifiedTanh() {
    return new Curve() {
      @Override
      public void evaluate(double x, double[] jet) {
        if (x <= 0) {
          set(jet, 0, 0, 0);
        } else {
          Curve.TANH.evaluate(x, jet);
        }
      }
    };
  }
}
