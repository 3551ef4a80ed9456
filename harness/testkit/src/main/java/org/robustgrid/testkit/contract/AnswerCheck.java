package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;

/**
 * Whether an attack's answer is one the harness takes: shape, precision, finite values, domain and
 * ball, with the harness's own allowance for rounding.
 */
final class AnswerCheck {

  private static final double FLOAT_UNIT = 0x1.0p-23;

  private final AttackRequest request;
  private final double[] originals;
  private final double[] answer;
  private final int length;
  private final double unit;

  private AnswerCheck(AttackRequest request, double[] originals, INDArray answer) {
    this.request = request;
    this.originals = originals;
    this.answer = HostArrays.read(answer);
    this.length = originals.length / request.labels().length;
    this.unit = answer.dataType() == DataType.FLOAT ? FLOAT_UNIT : 0;
  }

  /** What is wrong with an answer, one sentence each. */
  static List<String> violations(AttackRequest request, double[] originals, INDArray answer) {
    if (!Arrays.equals(answer.shape(), request.images().shape())) {
      return List.of(
          "it answers images of shape "
              + Arrays.toString(request.images().shape())
              + " with the shape "
              + Arrays.toString(answer.shape()));
    }
    List<String> violations = new ArrayList<>();
    if (answer.dataType() != request.images().dataType()) {
      violations.add(
          "it answers " + request.images().dataType() + " images with " + answer.dataType());
    }
    AnswerCheck check = new AnswerCheck(request, originals, answer);
    for (int row = 0; row < request.labels().length && violations.isEmpty(); row++) {
      check.row(row, violations);
    }
    return violations;
  }

  private void row(int row, List<String> violations) {
    String where = "for sample " + request.samples()[row] + " it ";
    for (int i = row * length; i < (row + 1) * length; i++) {
      double slack = unit * Math.max(1, Math.abs(answer[i]));
      if (!Double.isFinite(answer[i])) {
        violations.add(where + "answers with the value " + answer[i]);
        return;
      }
      if (answer[i] < request.domain().low() - slack
          || answer[i] > request.domain().high() + slack) {
        violations.add(where + "leaves the box with the value " + answer[i]);
        return;
      }
    }
    double distance = distance(row, row);
    if (distance > limit()) {
      violations.add(
          where
              + "leaves the ball: its "
              + request.threatModel().norm().id()
              + " distance is "
              + distance
              + ", epsilon is "
              + request.threatModel().epsilon());
      for (int other = 0; other < request.labels().length; other++) {
        if (other != row && distance(row, other) <= limit()) {
          violations.add(where + "answers with the image of sample " + request.samples()[other]);
        }
      }
    }
  }

  private double limit() {
    if (request.goal().kind() == Goal.Kind.MINIMUM_DISTANCE) {
      // a point beyond epsilon counts for nothing, and is no offence
      return Double.POSITIVE_INFINITY;
    }
    double magnitude = Arrays.stream(originals).map(Math::abs).max().orElse(0);
    double rounding =
        switch (request.threatModel().norm()) {
          case LINF -> unit * magnitude;
          case L2 -> unit * magnitude * Math.sqrt(length);
          case L1 -> unit * magnitude * length;
          case L0 -> 0;
        };
    return request.threatModel().epsilon() * (1 + 1e-6) + rounding;
  }

  private double distance(int row, int original) {
    double[] a = Arrays.copyOfRange(answer, row * length, (row + 1) * length);
    double[] b = Arrays.copyOfRange(originals, original * length, (original + 1) * length);
    Norm norm = request.threatModel().norm();
    return Distances.between(norm, a, b, 0, length);
  }
}
