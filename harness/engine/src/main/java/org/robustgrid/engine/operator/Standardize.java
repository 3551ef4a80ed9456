package org.robustgrid.engine.operator;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Runs of n numbers with their mean taken off, divided by √(variance + ε): what layer norm (Ba et
 * al. 2016), group norm and instance norm have in common.
 *
 * <p>With y = (x − μ)/s and P u = (u − mean u − y mean(y u))/s, which is symmetric: ẏ = P v, and
 * with φ = ⟨h, P v⟩ the share of x is P w − φ y/(n s), w = −(h mean(y v) + v mean(y h))/s.
 */
public final class Standardize extends Operator {

  private final int length;
  private final double epsilon;

  Standardize(long[] shape, int length, double epsilon) {
    super(List.of(shape), shape);
    if (length < 1 || size(shape) % length != 0 || !(epsilon >= 0)) {
      throw new IllegalArgumentException("runs of " + length + " numbers do not fit");
    }
    this.length = length;
    this.epsilon = epsilon;
  }

  /** Numbers of a run. */
  public int length() {
    return length;
  }

  public double epsilon() {
    return epsilon;
  }

  @Override
  public SampleKernel kernel() {
    return new Kernel();
  }

  private final class Kernel implements SampleKernel {
    private final double[] y = new double[length];
    private final double[] w = new double[length];

    /** The run's result, and what divides it. */
    private double standardize(double[] x, int start) {
      double mean = 0;
      for (int i = 0; i < length; i++) {
        mean += x[start + i];
      }
      mean /= length;
      double variance = 0;
      for (int i = 0; i < length; i++) {
        y[i] = x[start + i] - mean;
        variance += y[i] * y[i];
      }
      double deviation = Math.sqrt(variance / length + epsilon);
      for (int i = 0; i < length; i++) {
        y[i] /= deviation;
      }
      return deviation;
    }

    private double mean(double[] values, int start) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += values[start + i];
      }
      return sum / length;
    }

    private double meanWithResult(double[] values, int start) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += y[i] * values[start + i];
      }
      return sum / length;
    }

    /** Adds P u. */
    private void project(double[] u, int start, double deviation, double[] to, int at) {
      double mean = mean(u, start);
      double along = meanWithResult(u, start);
      for (int i = 0; i < length; i++) {
        to[at + i] += (u[start + i] - mean - y[i] * along) / deviation;
      }
    }

    @Override
    public void forward(double[][] x, double[] out) {
      for (int start = 0; start < outputSize(); start += length) {
        standardize(x[0], start);
        System.arraycopy(y, 0, out, start, length);
      }
    }

    @Override
    public void backward(double[][] x, double[] g, double[][] toX) {
      for (int start = 0; start < outputSize(); start += length) {
        project(g, start, standardize(x[0], start), toX[0], start);
      }
    }

    @Override
    public void tangent(double[][] x, double[][] v, double[] out) {
      for (int start = 0; start < outputSize(); start += length) {
        java.util.Arrays.fill(out, start, start + length, 0);
        project(v[0], start, standardize(x[0], start), out, start);
      }
    }

    @Override
    public void tangentBackward(
        double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
      for (int start = 0; start < outputSize(); start += length) {
        double deviation = standardize(x[0], start);
        project(g, start, deviation, toX[0], start);
        project(h, start, deviation, toV[0], start);
        double withTangent = meanWithResult(v[0], start);
        double withCotangent = meanWithResult(h, start);
        double product = 0;
        for (int i = 0; i < length; i++) {
          product += h[start + i] * v[0][start + i];
          w[i] = -(h[start + i] * withTangent + v[0][start + i] * withCotangent) / deviation;
        }
        double phi =
            (product
                    - length * mean(h, start) * mean(v[0], start)
                    - length * withCotangent * withTangent)
                / deviation;
        project(w, 0, deviation, toX[0], start);
        for (int i = 0; i < length; i++) {
          toX[0][start + i] -= phi * y[i] / (length * deviation);
        }
      }
    }
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    SDVariable runs = inputs[0].reshape(-1, outputSize() / length, length);
    SDVariable centred = runs.sub(runs.mean(true, 2));
    SDVariable variance = centred.mul(centred).mean(true, 2);
    SDVariable result = centred.div(graph.math().sqrt(variance.add(epsilon)));
    return result.reshape(batched(outputShape()));
  }
}
