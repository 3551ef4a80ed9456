package org.robustgrid.engine.operator;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Softmax along one axis, or its logarithm.
 *
 * <p>With y = softmax(x): ẏ = y ⊙ (v − ⟨y, v⟩), and for the cotangent h of ẏ, w = h ⊙ (v − ⟨y, v⟩)
 * − ⟨y, h⟩ v is the cotangent of y. With ℓ = log y: ℓ̇ = v − ⟨y, v⟩, and −Σh · y ⊙ (v − ⟨y, v⟩) is
 * the share of x.
 */
public final class Softmax extends Operator {

  private final int axis;
  private final boolean logarithm;
  private final int length;
  private final int inner;

  Softmax(long[] shape, int axis, boolean logarithm) {
    super(List.of(shape), shape);
    this.axis = axis;
    this.logarithm = logarithm;
    this.length = Math.toIntExact(shape[axis]);
    this.inner = strides(shape)[axis];
  }

  /** Whether the logarithm is taken. */
  public boolean logarithm() {
    return logarithm;
  }

  /** Numbers of a line. */
  public long length() {
    return length;
  }

  /** How far a line's neighbours lie apart. */
  public long inner() {
    return inner;
  }

  @Override
  public SampleKernel kernel() {
    return new Kernel();
  }

  private final class Kernel implements SampleKernel {
    private final double[] y = new double[length];
    private final double[] w = new double[length];

    private int lines() {
      return outputSize() / length;
    }

    private int start(int line) {
      return line / inner * inner * length + line % inner;
    }

    /** The probabilities of a line; returns the logarithm of the sum that divides them. */
    private double probabilities(double[] x, int start) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < length; i++) {
        largest = Math.max(largest, x[start + i * inner]);
      }
      double sum = 0;
      for (int i = 0; i < length; i++) {
        y[i] = Math.exp(x[start + i * inner] - largest);
        sum += y[i];
      }
      for (int i = 0; i < length; i++) {
        y[i] /= sum;
      }
      return largest + Math.log(sum);
    }

    private double expected(double[] values, int start) {
      double mean = 0;
      for (int i = 0; i < length; i++) {
        mean += y[i] * values[start + i * inner];
      }
      return mean;
    }

    private double sum(double[] values, int start) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += values[start + i * inner];
      }
      return sum;
    }

    @Override
    public void forward(double[][] x, double[] out) {
      for (int line = 0; line < lines(); line++) {
        int start = start(line);
        double log = probabilities(x[0], start);
        for (int i = 0; i < length; i++) {
          int at = start + i * inner;
          out[at] = logarithm ? x[0][at] - log : y[i];
        }
      }
    }

    @Override
    public void backward(double[][] x, double[] g, double[][] toX) {
      for (int line = 0; line < lines(); line++) {
        probabilities(x[0], start(line));
        pull(g, start(line), toX[0]);
      }
    }

    private void pull(double[] g, int start, double[] to) {
      double mean = logarithm ? sum(g, start) : expected(g, start);
      for (int i = 0; i < length; i++) {
        int at = start + i * inner;
        to[at] += logarithm ? g[at] - y[i] * mean : y[i] * (g[at] - mean);
      }
    }

    @Override
    public void tangent(double[][] x, double[][] v, double[] out) {
      for (int line = 0; line < lines(); line++) {
        int start = start(line);
        probabilities(x[0], start);
        double mean = expected(v[0], start);
        for (int i = 0; i < length; i++) {
          int at = start + i * inner;
          out[at] = (logarithm ? 1 : y[i]) * (v[0][at] - mean);
        }
      }
    }

    @Override
    public void tangentBackward(
        double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
      for (int line = 0; line < lines(); line++) {
        int start = start(line);
        probabilities(x[0], start);
        pull(g, start, toX[0]);
        pull(h, start, toV[0]);
        double mean = expected(v[0], start);
        double pulled = logarithm ? 0 : expected(h, start);
        double sum = logarithm ? sum(h, start) : 0;
        double average = 0;
        for (int i = 0; i < length; i++) {
          int at = start + i * inner;
          w[i] = logarithm ? 0 : h[at] * (v[0][at] - mean) - pulled * v[0][at];
          average += y[i] * w[i];
        }
        for (int i = 0; i < length; i++) {
          int at = start + i * inner;
          toX[0][at] += logarithm ? -sum * y[i] * (v[0][at] - mean) : y[i] * (w[i] - average);
        }
      }
    }
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    return logarithm
        ? graph.nn().logSoftmax(inputs[0], axis + 1)
        : graph.nn().softmax(inputs[0], axis + 1);
  }
}
