package org.robustgrid.core.execute;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ThreatModel;

/**
 * Re-checks adversarial images in the harness's own arithmetic: shape, finiteness, domain, norm.
 *
 * <p>The norm may exceed ε by 10⁻⁶ of ε, and by what rounding to the images' precision can add: one
 * unit in the last place of a coordinate's magnitude under L∞, √n of them under L2, n under L1.
 * Values may leave the domain by one such unit. L0 counts coordinates that differ at all.
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
   * @param adversarials likewise
   * @param offset where the image begins in both
   * @param length its number of coordinates
   * @return the perturbation's norm
   * @throws ViolationException with the offending value
   */
  double check(long sample, float[] values, double[] adversarials, int offset, int length) {
    double magnitude = 0;
    double largest = 0;
    double squares = 0;
    double sum = 0;
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
      magnitude = Math.max(magnitude, Math.max(Math.abs(x), Math.abs(a)));
      largest = Math.max(largest, difference);
      squares += difference * difference;
      sum += difference;
      changed += difference > 0 ? 1 : 0;
    }
    double unit = FLOAT_UNIT * magnitude;
    return switch (threatModel.norm()) {
      case LINF -> within(sample, largest, unit);
      case L2 -> within(sample, Math.sqrt(squares), unit * Math.sqrt(length));
      case L1 -> within(sample, sum, unit * length);
      case L0 -> within(sample, changed, 0);
    };
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
