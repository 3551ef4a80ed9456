package org.robustgrid.testkit.toy;

/** Logits W x + b: its worst perturbation in any norm is known in closed form. */
public final class LinearClassifier extends ToyClassifier {

  private final double[][] weights;
  private final double[] bias;

  /**
   * A classifier over flat inputs.
   *
   * @param weights [classes][features]
   * @param bias length = classes
   */
  public LinearClassifier(double[][] weights, double[] bias) {
    super(weights.length, weights[0].length);
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  protected void forward(double[] input, double[] logits) {
    for (int c = 0; c < weights.length; c++) {
      double sum = bias[c];
      for (int i = 0; i < input.length; i++) {
        sum += weights[c][i] * input[i];
      }
      logits[c] = sum;
    }
  }

  @Override
  protected void backward(double[] input, double[] cotangents, double[] gradient) {
    for (int i = 0; i < input.length; i++) {
      double sum = 0;
      for (int c = 0; c < weights.length; c++) {
        sum += cotangents[c] * weights[c][i];
      }
      gradient[i] = sum;
    }
  }
}
