package org.robustgrid.analyses;

import java.util.function.DoubleUnaryOperator;
import org.robustgrid.testkit.toy.ToyClassifier;

/**
 * A model with one feature and two classes. Its logits are (gap, 0); the slope of the gap is a
 * central difference.
 */
final class Line extends ToyClassifier {

  private final DoubleUnaryOperator gap;

  Line(DoubleUnaryOperator gap) {
    super(2, 1);
    this.gap = gap;
  }

  @Override
  protected void forward(double[] input, double[] logits) {
    logits[0] = gap.applyAsDouble(input[0]);
    logits[1] = 0;
  }

  @Override
  protected void backward(double[] input, double[] cotangents, double[] gradient) {
    double x = input[0];
    boolean flat = gap.applyAsDouble(x + 1e-9) == gap.applyAsDouble(x);
    double slope = (gap.applyAsDouble(x + 0.01) - gap.applyAsDouble(x - 0.01)) / 0.02;
    gradient[0] = flat ? 0 : cotangents[0] * slope;
  }
}
