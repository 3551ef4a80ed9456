package org.robustgrid.testkit.toy;

import java.util.Arrays;

/** The same logits whatever the input, and the same input gradient (0 by default) everywhere. */
public final class ConstantClassifier extends ToyClassifier {

  private final double[] constant;
  private final double gradientValue;

  /** A classifier without gradients. */
  public ConstantClassifier(double[] logits, long... inputShape) {
    this(logits, 0, inputShape);
  }

  /** A classifier whose every gradient coordinate is the given value, NaN included. */
  public ConstantClassifier(double[] logits, double gradientValue, long... inputShape) {
    super(logits.length, inputShape);
    this.constant = logits.clone();
    this.gradientValue = gradientValue;
  }

  @Override
  protected void forward(double[] input, double[] logits) {
    System.arraycopy(constant, 0, logits, 0, constant.length);
  }

  @Override
  protected void backward(double[] input, double[] cotangents, double[] gradient) {
    Arrays.fill(gradient, gradientValue);
  }
}
