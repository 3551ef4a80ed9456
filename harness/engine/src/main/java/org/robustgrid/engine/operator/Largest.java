package org.robustgrid.engine.operator;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The largest of some inputs: maxima along axes and in windows. The first of equal ones has the
 * derivative; what is not a number is the largest.
 */
final class Largest extends Operator {

  private final Taps taps;

  Largest(long[] input, Taps taps) {
    super(List.of(input), taps.shape());
    for (int i = 1; i < taps.start().length; i++) {
      if (taps.start()[i] == taps.start()[i - 1]) {
        throw new IllegalArgumentException("a window lies in the padding alone");
      }
    }
    this.taps = taps;
  }

  @Override
  public SampleKernel kernel() {
    int[] start = taps.start();
    int[] index = taps.index();
    return new SampleKernel() {
      private int place(double[] x, int i) {
        int best = index[start[i]];
        for (int t = start[i] + 1; t < start[i + 1]; t++) {
          double value = x[index[t]];
          if (value > x[best] || value != value) {
            best = index[t];
          }
        }
        return best;
      }

      @Override
      public void forward(double[][] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
          y[i] = x[0][place(x[0], i)];
        }
      }

      @Override
      public void backward(double[][] x, double[] g, double[][] toX) {
        for (int i = 0; i < g.length; i++) {
          toX[0][place(x[0], i)] += g[i];
        }
      }

      @Override
      public void tangent(double[][] x, double[][] v, double[] yTangent) {
        for (int i = 0; i < yTangent.length; i++) {
          yTangent[i] = v[0][place(x[0], i)];
        }
      }

      @Override
      public void tangentBackward(
          double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
        for (int i = 0; i < g.length; i++) {
          int place = place(x[0], i);
          toX[0][place] += g[i];
          toV[0][place] += h[i];
        }
      }
    };
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    int most = taps.most();
    int[] places = new int[outputSize() * most];
    for (int i = 0; i < outputSize(); i++) {
      int first = taps.start()[i];
      for (int k = 0; k < most; k++) {
        // a window cut off by the edge counts its first pixel again
        int tap = first + k < taps.start()[i + 1] ? first + k : first;
        places[i * most + k] = taps.index()[tap];
      }
    }
    return graph
        .gather(inputs[0].reshape(-1, inputSize(0)), places, 1)
        .reshape(-1, outputSize(), most)
        .max(2)
        .reshape(batched(outputShape()));
  }
}
