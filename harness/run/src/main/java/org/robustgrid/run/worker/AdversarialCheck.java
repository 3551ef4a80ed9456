package org.robustgrid.run.worker;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * Re-checks adversarial images in the harness's own arithmetic: shape, finiteness, domain, norm.
 *
 * <p>The perturbation is δ = a − x, taken and summed in double, where x is the image as the data
 * set gives it in float and a the answer. ‖δ‖ may exceed ε by 10⁻⁶ of ε, and by what storing the
 * answer in float makes unavoidable: the float nearest to the exact x_i + d_i lies at most r_i =
 * ulp(a_i)/2 beside it (2⁻²⁵ for a_i in [½, 1), 2⁻²⁴ at 1, less below), so that for an exact
 * perturbation d within the ball, |δ_i| ≤ |d_i| + r_i, and by the triangle inequality ‖δ‖ ≤ ‖d‖ +
 * ‖r‖. A coordinate that equals the original's has not been rounded away from it: there r_i = 0.
 * Under L∞ the bound holds coordinate by coordinate; L0 counts coordinates that differ at all. An
 * answer in double that is no float was not rounded to one, and gets half a unit in the last place
 * of a double.
 *
 * <p>Values may leave the domain by one unit in the last place.
 */
final class AdversarialCheck {

  /** Tolerance of the norm, relative to ε. */
  static final double RELATIVE = 1e-6;

  private static final double FLOAT_UNIT = 0x1.0p-23;

  private final ThreatModel threatModel;
  private final Domain domain;

  AdversarialCheck(ThreatModel threatModel, Domain domain) {
    this.threatModel = threatModel;
    this.domain = domain;
  }

  /**
   * Requires an answer of the request's shape.
   *
   * @throws ViolationException otherwise
   */
  static void requireShape(INDArray adversarials, INDArray images) {
    if (adversarials == null) {
      throw new ViolationException("the attack returned no images");
    }
    if (!Arrays.equals(adversarials.shape(), images.shape())) {
      throw new ViolationException(
          "the attack returned images of shape "
              + Arrays.toString(adversarials.shape())
              + ", expected "
              + Arrays.toString(images.shape()));
    }
  }

  /**
   * Checks one image.
   *
   * @param sample its index, for the message
   * @param values all originals, one after the other
   * @param adversarials their adversarial images, in the same order
   * @param offset where the image begins in both
   * @param length its number of coordinates
   * @return the perturbation's norm
   * @throws ViolationException with the offending value
   */
  double check(long sample, float[] values, double[] adversarials, int offset, int length) {
    double beyond = 0;
    double largest = 0;
    double squares = 0;
    double sum = 0;
    double roundedSquares = 0;
    double roundedSum = 0;
    int changed = 0;
    for (int i = 0; i < length; i++) {
      double x = values[offset + i];
      double a = adversarials[offset + i];
      if (!Double.isFinite(a)) {
        throw new ViolationException(
            "the adversarial of sample " + sample + " has the value " + a + " at coordinate " + i);
      }
      requireDomain(sample, a, i);
      double difference = Math.abs(a - x);
      if (difference > 0) {
        double rounded = rounding(a);
        beyond = Math.max(beyond, difference - rounded);
        largest = Math.max(largest, difference);
        squares += difference * difference;
        sum += difference;
        roundedSquares += rounded * rounded;
        roundedSum += rounded;
        changed++;
      }
    }
    return switch (threatModel.norm()) {
      case LINF -> within(sample, largest, largest - beyond);
      case L2 -> within(sample, Math.sqrt(squares), Math.sqrt(roundedSquares));
      case L1 -> within(sample, sum, roundedSum);
      case L0 -> within(sample, changed, 0);
    };
  }

  /**
   * Whether an image leaves the ball. Images that are not finite or outside the domain are left to
   * the check.
   */
  boolean beyond(long sample, float[] values, double[] adversarials, int offset, int length) {
    AdversarialCheck anywhere =
        new AdversarialCheck(ThreatModel.unbounded(threatModel.norm()), domain);
    anywhere.check(sample, values, adversarials, offset, length);
    try {
      check(sample, values, adversarials, offset, length);
      return false;
    } catch (ViolationException e) {
      return true;
    }
  }

  /** Whether one image would pass the check. */
  boolean admits(long sample, float[] original, double[] adversarial) {
    try {
      check(sample, original, adversarial, 0, original.length);
      return true;
    } catch (ViolationException e) {
      return false;
    }
  }

  /** The most by which rounding to its own precision can have moved a value. */
  private static double rounding(double value) {
    float single = (float) value;
    return (single == value ? Math.ulp(single) : Math.ulp(value)) / 2;
  }

  private void requireDomain(long sample, double value, int coordinate) {
    double slack = FLOAT_UNIT * Math.max(1, Math.abs(value));
    if (value < domain.low() - slack || value > domain.high() + slack) {
      throw new ViolationException(
          "the adversarial of sample "
              + sample
              + " has the value "
              + value
              + " at coordinate "
              + coordinate
              + ", outside the domain ["
              + domain.low()
              + ", "
              + domain.high()
              + "]");
    }
  }

  private double within(long sample, double norm, double slack) {
    double epsilon = threatModel.epsilon();
    if (norm > epsilon * (1 + RELATIVE) + slack) {
      Norm kind = threatModel.norm();
      throw new ViolationException(
          String.format(
              Locale.ROOT,
              "the adversarial of sample %d left the ball: its %s distance is %.9g, epsilon is %.9g",
              sample,
              kind.id(),
              norm,
              epsilon));
    }
    return norm;
  }
}
