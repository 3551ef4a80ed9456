package org.robustgrid.engine.kernel;

/** A smooth activation function with its first and second derivative. */
public enum Curve {
  TANH {
    @Override
    public void evaluate(double x, double[] jet) {
      double y = Math.tanh(x);
      double slope = 1 - y * y;
      set(jet, y, slope, -2 * y * slope);
    }
  },
  SIGMOID {
    @Override
    public void evaluate(double x, double[] jet) {
      double y = sigmoid(x);
      double slope = y * (1 - y);
      set(jet, y, slope, slope * (1 - 2 * y));
    }
  },
  /** x·σ(x); Deeplearning4j calls it swish. */
  SILU {
    @Override
    public void evaluate(double x, double[] jet) {
      gated(x, 1, jet);
    }
  },
  /** x·σ(1.702 x), Deeplearning4j's default form of GELU, its constant rounded to float. */
  GELU_SIGMOID {
    @Override
    public void evaluate(double x, double[] jet) {
      gated(x, RATE, jet);
    }
  },
  /**
   * ½x(1 + tanh(√(2/π)(x + (0.044715 x)³))), Deeplearning4j's precise form of GELU. Hendrycks and
   * Gimpel (2016) cube x alone; a model must score here as it does there.
   */
  GELU_TANH {
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
  },
  /** max(x, 0) with derivative 0 at 0; not a number stays so. */
  RELU {
    @Override
    public void evaluate(double x, double[] jet) {
      set(jet, x < 0 ? 0 : x, x > 0 ? 1 : 0, 0);
    }
  };

  private static final double ROOT = Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715 * 0.044715 * 0.044715;
  private static final double RATE = 1.702f;

  /**
   * Evaluates the function at a point.
   *
   * @param jet receives value, first and second derivative
   */
  public abstract void evaluate(double x, double[] jet);

  private static void set(double[] jet, double value, double first, double second) {
    jet[0] = value;
    jet[1] = first;
    jet[2] = second;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static void gated(double x, double rate, double[] jet) {
    double s = sigmoid(rate * x);
    double slope = rate * s * (1 - s);
    double bend = rate * slope * (1 - 2 * s);
    set(jet, x * s, s + x * slope, 2 * slope + x * bend);
  }
}
