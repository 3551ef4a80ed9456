package org.robustgrid.engine.operator;

/**
 * An operator on one sample, in double.
 *
 * <p>Writing x, y for inputs and output, v, ẏ for their tangents, g, h for the cotangents of y and
 * ẏ. What receives cotangents is added to.
 */
public interface SampleKernel {

  /** Whether derivatives depend on x. */
  default boolean bends() {
    return true;
  }

  /** Computes y. */
  void forward(double[][] x, double[] y);

  /** Adds the cotangents of x from g. */
  void backward(double[][] x, double[] g, double[][] toX);

  /** Computes ẏ. */
  void tangent(double[][] x, double[][] v, double[] yTangent);

  /** Adds the cotangents of x and v from g and h. */
  void tangentBackward(
      double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV);
}
