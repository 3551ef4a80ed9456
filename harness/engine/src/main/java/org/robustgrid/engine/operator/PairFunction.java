package org.robustgrid.engine.operator;

import java.util.Locale;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Functions of two numbers with their derivatives. The first argument wins a tie of extremes. */
enum PairFunction {
  ADD {
    @Override
    void jet(double a, double b, double[] jet) {
      set(jet, a + b, 1, 1, 0, 0, 0);
    }

    @Override
    SDVariable define(SameDiff graph, SDVariable a, SDVariable b) {
      return a.add(b);
    }
  },
  SUBTRACT {
    @Override
    void jet(double a, double b, double[] jet) {
      set(jet, a - b, 1, -1, 0, 0, 0);
    }

    @Override
    SDVariable define(SameDiff graph, SDVariable a, SDVariable b) {
      return a.sub(b);
    }
  },
  MULTIPLY {
    @Override
    void jet(double a, double b, double[] jet) {
      set(jet, a * b, b, a, 0, 1, 0);
    }

    @Override
    SDVariable define(SameDiff graph, SDVariable a, SDVariable b) {
      return a.mul(b);
    }
  },
  DIVIDE {
    @Override
    void jet(double a, double b, double[] jet) {
      double q = a / b;
      set(jet, q, 1 / b, -q / b, 0, -1 / (b * b), 2 * q / (b * b));
    }

    @Override
    SDVariable define(SameDiff graph, SDVariable a, SDVariable b) {
      return a.div(b);
    }
  },
  POWER {
    @Override
    void jet(double a, double b, double[] jet) {
      double y = Math.pow(a, b);
      double first = b == 0 ? 0 : b * Math.pow(a, b - 1);
      double bend = b == 0 || b == 1 ? 0 : b * (b - 1) * Math.pow(a, b - 2);
      double log = a > 0 ? Math.log(a) : 0;
      double mixed = a > 0 ? Math.pow(a, b - 1) * (1 + b * log) : 0;
      set(jet, y, first, y * log, bend, mixed, y * log * log);
    }

    @Override
    SDVariable define(SameDiff graph, SDVariable a, SDVariable b) {
      return graph.math().pow(a, b);
    }
  },
  MAXIMUM {
    @Override
    void jet(double a, double b, double[] jet) {
      choose(jet, a, b, a >= b || a != a);
    }

    @Override
    SDVariable define(SameDiff graph, SDVariable a, SDVariable b) {
      return graph.math().max(a, b);
    }
  },
  MINIMUM {
    @Override
    void jet(double a, double b, double[] jet) {
      choose(jet, a, b, a <= b || a != a);
    }

    @Override
    SDVariable define(SameDiff graph, SDVariable a, SDVariable b) {
      return graph.math().min(a, b);
    }
  };

  /**
   * Value and derivatives.
   *
   * @param jet receives f, ∂f/∂a, ∂f/∂b, ∂²f/∂a², ∂²f/∂a∂b, ∂²f/∂b²
   */
  abstract void jet(double a, double b, double[] jet);

  abstract SDVariable define(SameDiff graph, SDVariable a, SDVariable b);

  double value(double a, double b) {
    return switch (this) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case POWER -> Math.pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void choose(double[] jet, double a, double b, boolean first) {
    set(jet, first ? a : b, first ? 1 : 0, first ? 0 : 1, 0, 0, 0);
  }

  private static void set(
      double[] jet, double f, double a, double b, double aa, double ab, double bb) {
    jet[0] = f;
    jet[1] = a;
    jet[2] = b;
    jet[3] = aa;
    jet[4] = ab;
    jet[5] = bb;
  }
}
