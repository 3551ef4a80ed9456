package org.robustgrid.engine.plan;

import java.util.List;
import org.robustgrid.engine.kernel.Lanes;

/**
 * Softmax along the last dimension, as Deeplearning4j takes it: over the features of a vector, over
 * each row of pixels of an image.
 *
 * <p>With y = softmax(x) and D = diag(y) − yyᵀ: ẏ = Dv, v̄ = Dh, x̄ = Dg + y∘(w∘h) − y(y·(w∘h)) −
 * (y·h) Dv with w = v − y·v, the derivative of hᵀDv.
 */
final class SoftmaxNode extends Node {

  private final int length;

  SoftmaxNode(String name, Value input, Value output) {
    super(name, List.of(input), output);
    long[] shape = input.shape();
    this.length = (int) shape[shape.length - 1];
  }

  @Override
  boolean canFuseRelu() {
    return false;
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound extends SymmetricStep {
    private final double[] y = new double[length];
    private final double[] a = new double[length];
    private final double[] h = new double[length];
    private final double[] v = new double[length];

    Bound(Frame frame) {
      super(SoftmaxNode.this, frame);
    }

    @Override
    public void forward() {
      Lanes from = input();
      Lanes to = output();
      for (long at = 0; at < length(); at += length) {
        from.read(at, y, 0, length);
        double largest = Double.NEGATIVE_INFINITY;
        for (double x : y) {
          largest = Math.max(largest, x);
        }
        double sum = 0;
        for (int i = 0; i < length; i++) {
          y[i] = Math.exp(y[i] - largest);
          sum += y[i];
        }
        for (int i = 0; i < length; i++) {
          y[i] /= sum;
        }
        to.write(at, y, 0, length);
      }
    }

    private double dot(double[] one, double[] other) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += one[i] * other[i];
      }
      return sum;
    }

    /** Multiplies by D in place. */
    private void multiply(double[] values) {
      double mean = dot(y, values);
      for (int i = 0; i < length; i++) {
        values[i] = y[i] * (values[i] - mean);
      }
    }

    @Override
    void slope(Lanes from, Lanes to) {
      Lanes outputs = output();
      for (long at = 0; at < length(); at += length) {
        outputs.read(at, y, 0, length);
        from.read(at, a, 0, length);
        multiply(a);
        to.write(at, a, 0, length);
      }
    }

    @Override
    void bend(Lanes g, Lanes hs, Lanes vs, Lanes to) {
      Lanes outputs = output();
      for (long at = 0; at < length(); at += length) {
        outputs.read(at, y, 0, length);
        g.read(at, a, 0, length);
        hs.read(at, h, 0, length);
        vs.read(at, v, 0, length);
        multiply(a);
        double meanV = dot(y, v);
        double meanH = dot(y, h);
        for (int i = 0; i < length; i++) {
          v[i] -= meanV;
          h[i] *= v[i];
        }
        multiply(h);
        for (int i = 0; i < length; i++) {
          a[i] += h[i] - meanH * y[i] * v[i];
        }
        to.write(at, a, 0, length);
      }
    }
  }
}
