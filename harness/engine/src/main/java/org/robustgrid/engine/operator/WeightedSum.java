package org.robustgrid.engine.operator;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Weighted sums of the inputs: sums and means along axes, average pooling, interpolation. */
final class WeightedSum extends Operator {

  private final Taps taps;

  WeightedSum(long[] input, Taps taps) {
    super(List.of(input), taps.shape());
    this.taps = taps;
  }

  @Override
  public SampleKernel kernel() {
    int[] start = taps.start();
    int[] index = taps.index();
    double[] weight = taps.weight();
    return new LinearKernel() {
      @Override
      void apply(double[][] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
          double sum = 0;
          for (int t = start[i]; t < start[i + 1]; t++) {
            sum += weight == null ? x[0][index[t]] : weight[t] * x[0][index[t]];
          }
          y[i] = sum;
        }
      }

      @Override
      void adjoint(double[] g, double[][] toX) {
        for (int i = 0; i < g.length; i++) {
          for (int t = start[i]; t < start[i + 1]; t++) {
            toX[0][index[t]] += weight == null ? g[i] : weight[t] * g[i];
          }
        }
      }
    };
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    int most = taps.most();
    int[] places = new int[outputSize() * most];
    double[] weights = new double[places.length];
    for (int i = 0; i < outputSize(); i++) {
      for (int t = taps.start()[i]; t < taps.start()[i + 1]; t++) {
        int at = i * most + t - taps.start()[i];
        places[at] = taps.index()[t];
        weights[at] = taps.weight() == null ? 1 : taps.weight()[t];
      }
    }
    SDVariable factors =
        graph.constant(
            Nd4j.createFromArray(weights)
                .reshape(1, outputSize(), most)
                .castTo(inputs[0].dataType()));
    return graph
        .gather(inputs[0].reshape(-1, inputSize(0)), places, 1)
        .reshape(-1, outputSize(), most)
        .mul(factors)
        .sum(2)
        .reshape(batched(outputShape()));
  }
}
