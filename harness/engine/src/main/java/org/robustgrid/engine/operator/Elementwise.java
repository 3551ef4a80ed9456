package org.robustgrid.engine.operator;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.robustgrid.engine.kernel.Curve;

/** An element-wise function. */
public final class Elementwise extends Operator {

  private final ElementFunction function;

  Elementwise(long[] shape, ElementFunction function) {
    super(List.of(shape), shape);
    this.function = function;
  }

  /** The function's name, as {@code map} knows it. */
  public String function() {
    return function.word();
  }

  public Curve curve() {
    return function.curve();
  }

  @Override
  public SampleKernel kernel() {
    Curve curve = curve();
    double[] jet = new double[3];
    return new SampleKernel() {
      @Override
      public void forward(double[][] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
          curve.evaluate(x[0][i], jet);
          y[i] = jet[0];
        }
      }

      @Override
      public void backward(double[][] x, double[] g, double[][] toX) {
        for (int i = 0; i < g.length; i++) {
          curve.evaluate(x[0][i], jet);
          toX[0][i] += jet[1] * g[i];
        }
      }

      @Override
      public void tangent(double[][] x, double[][] v, double[] yTangent) {
        for (int i = 0; i < yTangent.length; i++) {
          curve.evaluate(x[0][i], jet);
          yTangent[i] = jet[1] * v[0][i];
        }
      }

      @Override
      public void tangentBackward(
          double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
        for (int i = 0; i < g.length; i++) {
          curve.evaluate(x[0][i], jet);
          toX[0][i] += jet[1] * g[i] + jet[2] * v[0][i] * h[i];
          toV[0][i] += jet[1] * h[i];
        }
      }
    };
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    return function.define(graph, inputs[0]);
  }
}
