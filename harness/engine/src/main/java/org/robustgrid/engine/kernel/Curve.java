package org.robustgrid.engine.kernel;

import java.util.Optional;

/**
 * An activation function with its first and second derivative, as Deeplearning4j evaluates it
 * outside training. Derivatives are those of the function itself: some of Deeplearning4j's own are
 * another function's (ELU's forgets α, GELU's is of another form).
 *
 * <p>Curves with settings are made by {@link BentCurve}. What is not a number stays so.
 */
public abstract class Curve {

  public static final Curve TANH =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          double y = Math.tanh(x);
          double slope = 1 - y * y;
          set(jet, y, slope, -2 * y * slope);
        }
      };
  public static final Curve SIGMOID =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          double y = sigmoid(x);
          double slope = y * (1 - y);
          set(jet, y, slope, slope * (1 - 2 * y));
        }
      };

  /** x·σ(x); Deeplearning4j calls it swish. */
  public static final Curve SILU =
      new Curve() {

        @Override
        public Optional<NativeCurve> inFloat() {
          return Optional.of(new NativeCurve(NativeCurve.Kind.SWISH, 1, 0));
        }

        @Override
        public void evaluate(double x, double[] jet) {
          gated(x, 1, jet);
        }
      };

  /** x·σ(1.702 x), Deeplearning4j's default form of GELU, its constant rounded to float. */
  public static final Curve GELU_SIGMOID =
      new Curve() {

        @Override
        public Optional<NativeCurve> inFloat() {
          return Optional.of(new NativeCurve(NativeCurve.Kind.SWISH, RATE, 0));
        }

        @Override
        public void evaluate(double x, double[] jet) {
          gated(x, RATE, jet);
        }
      };

  /**
   * ½x(1 + tanh(√(2/π)(x + (0.044715 x)³))), Deeplearning4j's precise form of GELU. Hendrycks and
   * Gimpel (2016) cube x alone; a model must score here as it does there.
   */
  public static final Curve GELU_TANH =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          double inner = ROOT * (x + CUBIC * x * x * x);
          double first = ROOT * (1 + 3 * CUBIC * x * x);
          double second = ROOT * 6 * CUBIC * x;
          double t = Math.tanh(inner);
          double sech = 1 - t * t;
          double y = 0.5 * x * (1 + t);
          double slope = 0.5 * (1 + t) + 0.5 * x * sech * first;
          double bend = sech * first + 0.5 * x * sech * (second - 2 * t * first * first);
          set(jet, y, slope, bend);
        }
      };

  /** max(x, 0) with derivative 0 at 0. */
  public static final Curve RELU =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          set(jet, x < 0 ? 0 : x, x > 0 ? 1 : 0, 0);
        }
      };

  /** x·tanh(ln(1 + eˣ)) (Misra 2019). */
  public static final Curve MISH =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          double s = sigmoid(x);
          double t = Math.tanh(softPlus(x));
          double slope = (1 - t * t) * s;
          double bend = -2 * t * slope * s + (1 - t * t) * s * (1 - s);
          set(jet, x * t, t + x * slope, 2 * slope + x * bend);
        }
      };

  /** ln(1 + eˣ), without overflow. */
  public static final Curve SOFTPLUS =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          double s = sigmoid(x);
          set(jet, softPlus(x), s, s * (1 - s));
        }
      };

  /** x/(1 + |x|). */
  public static final Curve SOFTSIGN =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          double d = 1 / (1 + Math.abs(x));
          set(jet, x * d, d * d, -2 * Math.signum(x) * d * d * d);
        }
      };

  /** x³. */
  public static final Curve CUBE =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          set(jet, x * x * x, 3 * x * x, 6 * x);
        }
      };

  /**
   * 1.7159·t(⅔x) with t(y) = sgn(y)(1 − 1/(1 + |y| + y² + 1.41645 y⁴)), an approximation of tanh.
   */
  public static final Curve RATIONAL_TANH =
      new Curve() {
        @Override
        public void evaluate(double x, double[] jet) {
          double y = INNER * x;
          double a = Math.abs(y);
          double square = y * y;
          double p = 1 + a + square + QUARTIC * square * square;
          double first = 1 + 2 * a + 4 * QUARTIC * a * square;
          double second = 2 + 12 * QUARTIC * square;
          double sign = Math.signum(y);
          set(
              jet,
              OUTER * sign * (1 - 1 / p),
              OUTER * INNER * first / (p * p),
              OUTER * INNER * INNER * sign * (second - 2 * first * first / p) / (p * p));
        }
      };

  /** slope·x + shift. */
  public static Curve line(double slope, double shift) {
    return new Curve() {

      @Override
      public Optional<NativeCurve> inFloat() {
        return Optional.of(new NativeCurve(NativeCurve.Kind.LINE, slope, shift));
      }

      @Override
      public void evaluate(double x, double[] jet) {
        set(jet, slope * x + shift, slope, 0);
      }
    };
  }

  private static final double ROOT = Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715 * 0.044715 * 0.044715;
  private static final double RATE = 1.702f;
  private static final double INNER = 2.0 / 3;
  private static final double OUTER = 1.7159;
  private static final double QUARTIC = 1.41645;

  /**
   * Evaluates the function at a point.
   *
   * @param jet receives value, first and second derivative
   */
  public abstract void evaluate(double x, double[] jet);

  /** The function as native kernels compute it in float, if any does. */
  public Optional<NativeCurve> inFloat() {
    return Optional.empty();
  }

  /** Replaces points by their values. */
  public void values(double[] x, int count, double[] jet) {
    for (int i = 0; i < count; i++) {
      evaluate(x[i], jet);
      x[i] = jet[0];
    }
  }

  /** Multiplies numbers by the slopes at points. */
  public void slopes(double[] x, double[] a, int count, double[] jet) {
    for (int i = 0; i < count; i++) {
      evaluate(x[i], jet);
      a[i] *= jet[1];
    }
  }

  static void set(double[] jet, double value, double first, double second) {
    jet[0] = value;
    jet[1] = first;
    jet[2] = second;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softPlus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static void gated(double x, double rate, double[] jet) {
    double s = sigmoid(rate * x);
    double slope = rate * s * (1 - s);
    double bend = rate * slope * (1 - 2 * s);
    set(jet, x * s, s + x * slope, 2 * slope + x * bend);
  }
}
