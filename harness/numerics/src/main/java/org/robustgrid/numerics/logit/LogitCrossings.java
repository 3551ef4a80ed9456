package org.robustgrid.numerics.logit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.robustgrid.numerics.logit.LogitModel.Root;

/**
 * Where the side conditions of the analytical logit model change: every β in a range at which two
 * of its functions cross, poles left out (Seguin et al. 2021, appendix C).
 *
 * @param derived the derived stationary points; otherwise the printed formulas
 * @param pair which functions cross
 * @param root of the quadratic
 * @param beta the largest logit there
 * @since 0.1
 */
public record LogitCrossings(boolean derived, Pair pair, Root root, double beta) {

  /**
   * Two functions of β.
   *
   * @since 0.1
   */
  public enum Pair {
    BETA_RIGHT,
    BETA_LABEL,
    BETA_OTHERS,
    LABEL_OTHERS,
    /** β and g₀; derived only. */
    BETA_LABEL_ALONE;

    private double difference(LogitModel model, boolean derived, Root root) {
      double label = derived ? model.label(root) : model.printedLabel(root);
      double others = derived ? model.others(root) : model.printedOthers(root);
      return switch (this) {
        case BETA_RIGHT -> model.beta() - (derived ? model.right(root) : model.printedRight(root));
        case BETA_LABEL -> model.beta() - label;
        case BETA_OTHERS -> model.beta() - others;
        case LABEL_OTHERS -> label - others;
        case BETA_LABEL_ALONE -> model.beta() - model.labelAlone(root);
      };
    }
  }

  /** Points at which a function's sign is looked at between two poles. */
  private static final int SCANNED = 40_000;

  /** At a pole a difference of two infinities may be 0; rounding moves that zero by 1e-8. */
  private static final double POLE = 1e-6;

  /** ln(N − 1) and ln(N − 3), where denominators vanish. */
  public static double[] poles(int classes) {
    return new double[] {Math.log(classes - 1.0), Math.log(classes - 3.0)};
  }

  /** ln 2(N − 1): above it no stationary point of a right sample is real. */
  public static double rightLimit(int classes) {
    return Math.log(2.0 * (classes - 1));
  }

  /**
   * All crossings, printed ones first, then by pair, root (plus first) and β.
   *
   * @param low smallest β, above 0
   * @param high largest β
   */
  public static List<LogitCrossings> of(int classes, double low, double high) {
    List<LogitCrossings> found = new ArrayList<>();
    for (boolean derived : new boolean[] {false, true}) {
      for (Pair pair : Pair.values()) {
        if (pair == Pair.BETA_LABEL_ALONE && !derived) {
          continue;
        }
        for (Root root : Root.values()) {
          DoubleUnaryOperator difference =
              beta -> pair.difference(new LogitModel(classes, beta), derived, root);
          for (double beta : zeros(difference, classes, low, high)) {
            found.add(new LogitCrossings(derived, pair, root, beta));
          }
        }
      }
    }
    return found;
  }

  private static List<Double> zeros(
      DoubleUnaryOperator function, int classes, double low, double high) {
    List<Double> zeros = new ArrayList<>();
    double[] ends = {low, poles(classes)[1], poles(classes)[0], high};
    for (int part = 0; part + 1 < ends.length; part++) {
      double from = Math.max(low, ends[part]);
      double to = Math.min(high, ends[part + 1]);
      double width = to - from;
      double before = Double.NaN;
      double at = from;
      for (int i = 0; i <= SCANNED && width > 0; i++) {
        double beta = from + width * i / SCANNED;
        double value = function.applyAsDouble(beta);
        if (value == 0 || before * value < 0) {
          double zero = value == 0 ? beta : bisect(function, at, beta, before);
          // across a pole the sign changes as well, but the function is huge there
          if (Math.abs(function.applyAsDouble(zero)) < 1e-6 && apart(zero, ends)) {
            zeros.add(zero);
          }
        }
        before = value;
        at = beta;
      }
    }
    return zeros;
  }

  private static boolean apart(double beta, double[] poles) {
    return Math.abs(beta - poles[1]) > POLE && Math.abs(beta - poles[2]) > POLE;
  }

  private static double bisect(
      DoubleUnaryOperator function, double low, double high, double atLow) {
    double from = low;
    double to = high;
    for (int i = 0; i < 100; i++) {
      double middle = 0.5 * (from + to);
      double value = function.applyAsDouble(middle);
      if (value * atLow > 0) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return 0.5 * (from + to);
  }
}
