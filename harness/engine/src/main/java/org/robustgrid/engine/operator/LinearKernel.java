package org.robustgrid.engine.operator;

/** An operator that is linear in its inputs, but for a constant. */
abstract class LinearKernel implements SampleKernel {

  /** y = L x, without the constant. */
  abstract void apply(double[][] x, double[] y);

  /** Adds Lᵀ g. */
  abstract void adjoint(double[] g, double[][] toX);

  /** Adds the constant. */
  void shift(double[] y) {}

  @Override
  public final boolean bends() {
    return false;
  }

  @Override
  public final void forward(double[][] x, double[] y) {
    apply(x, y);
    shift(y);
  }

  @Override
  public final void backward(double[][] x, double[] g, double[][] toX) {
    adjoint(g, toX);
  }

  @Override
  public final void tangent(double[][] x, double[][] v, double[] yTangent) {
    apply(v, yTangent);
  }

  @Override
  public final void tangentBackward(
      double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
    adjoint(g, toX);
    adjoint(h, toV);
  }
}
