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

  private final class Bound implements Step {
    private final Frame frame;
    private final double[] y = new double[length];
    private final double[] a = new double[length];
    private final double[] h = new double[length];
    private final double[] v = new double[length];

    Bound(Frame frame) {
      this.frame = frame;
    }

    private long end() {
      return frame.rows() * input().size();
    }

    @Override
    public void forward() {
      Lanes from = frame.lanes(frame.activation(input()));
      Lanes to = frame.lanes(frame.activation(output()));
      for (long at = 0; at < end(); at += length) {
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

    private void slope(Lanes from, Lanes to) {
      Lanes outputs = frame.lanes(frame.activation(output()));
      for (long at = 0; at < end(); at += length) {
        outputs.read(at, y, 0, length);
        from.read(at, a, 0, length);
        multiply(a);
        to.write(at, a, 0, length);
      }
    }

    @Override
    public void backward(Wanted wanted) {
      Sink sink = frame.sink(SoftmaxNode.this, 0);
      if (!sink.skipped(wanted)) {
        slope(frame.lanes(frame.cotangent(output())), frame.lanes(sink.array()));
        sink.done();
      }
    }

    @Override
    public void tangent() {
      slope(frame.lanes(frame.tangent(input())), frame.lanes(frame.tangent(output())));
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      Sink sink = frame.sink(SoftmaxNode.this, 0);
      if (!sink.skipped(wanted)) {
        bend(frame.lanes(sink.array()));
        sink.done();
      }
      Sink tangentSink = frame.tangentSink(SoftmaxNode.this, 0);
      if (!tangentSink.toNetworkInput()) {
        slope(frame.lanes(frame.tangentCotangent(output())), frame.lanes(tangentSink.array()));
        tangentSink.done();
      }
    }

    private void bend(Lanes to) {
      Lanes outputs = frame.lanes(frame.activation(output()));
      Lanes g = frame.lanes(frame.cotangent(output()));
      Lanes hs = frame.lanes(frame.tangentCotangent(output()));
      Lanes vs = frame.lanes(frame.tangent(input()));
      for (long at = 0; at < end(); at += length) {
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
