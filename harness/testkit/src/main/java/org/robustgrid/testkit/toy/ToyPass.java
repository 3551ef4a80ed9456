package org.robustgrid.testkit.toy;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Pass;

/**
 * A pass of a {@link ToyNetwork}: values and tangents of every layer, and reverse mode from
 * cotangents on both, written out as the textbook has it.
 */
final class ToyPass implements Pass {

  private final ToyNetwork network;
  private final int rows;

  /** Before and after the activation, and their tangents: [layer][row × size]; 0 is the input. */
  private final double[][] sums;

  private final double[][] values;
  private final double[][] sumTangents;
  private final double[][] valueTangents;

  ToyPass(ToyNetwork network, INDArray images) {
    this.network = network;
    this.rows = Math.toIntExact(images.size(0));
    int layers = network.layers();
    this.sums = new double[layers + 1][];
    this.values = new double[layers + 1][];
    this.sumTangents = new double[layers + 1][];
    this.valueTangents = new double[layers + 1][];
    for (int l = 0; l <= layers; l++) {
      sums[l] = new double[rows * network.size(l)];
      values[l] = new double[rows * network.size(l)];
      sumTangents[l] = new double[rows * network.size(l)];
      valueTangents[l] = new double[rows * network.size(l)];
    }
    HostArrays.read(images, values[0]);
    for (int l = 1, at = 0; l <= layers; at += parametersOf(l), l++) {
      multiply(l, at, values[l - 1], sums[l], true);
      for (int i = 0; i < sums[l].length; i++) {
        values[l][i] = l == layers ? sums[l][i] : activation(sums[l][i]);
      }
    }
  }

  private int parametersOf(int layer) {
    return network.size(layer) * (network.size(layer - 1) + 1);
  }

  private double activation(double sum) {
    return network.smooth() ? Math.tanh(sum) : Math.max(0, sum);
  }

  private double slope(int layer, int i) {
    double value = values[layer][i];
    return network.smooth() ? 1 - value * value : sums[layer][i] > 0 ? 1 : 0;
  }

  private double curvature(int layer, int i) {
    double value = values[layer][i];
    return network.smooth() ? -2 * value * (1 - value * value) : 0;
  }

  private void multiply(int layer, int at, double[] in, double[] out, boolean bias) {
    int width = network.size(layer - 1);
    int height = network.size(layer);
    double[] weights = network.weights();
    for (int row = 0; row < rows; row++) {
      for (int o = 0; o < height; o++) {
        double sum = bias ? weights[at + height * width + o] : 0;
        for (int i = 0; i < width; i++) {
          sum += weights[at + o * width + i] * in[row * width + i];
        }
        out[row * height + o] = sum;
      }
    }
  }

  @Override
  public INDArray logits() {
    return network.array(values[network.layers()], rows, network.classes());
  }

  @Override
  public INDArray tangent(INDArray inputTangents) {
    int layers = network.layers();
    HostArrays.read(inputTangents, valueTangents[0]);
    for (int l = 1, at = 0; l <= layers; at += parametersOf(l), l++) {
      multiply(l, at, valueTangents[l - 1], sumTangents[l], false);
      for (int i = 0; i < sums[l].length; i++) {
        valueTangents[l][i] = (l == layers ? 1 : slope(l, i)) * sumTangents[l][i];
      }
    }
    return network.array(valueTangents[layers], rows, network.classes());
  }

  @Override
  public INDArray inputGradient(INDArray logitCotangents) {
    return reverse(logitCotangents, null, null);
  }

  @Override
  public void parameterGradient(INDArray logitCotangents, INDArray into) {
    reverse(logitCotangents, null, into);
  }

  @Override
  public INDArray gradients(INDArray logitCotangents, INDArray into) {
    return reverse(logitCotangents, null, into);
  }

  @Override
  public void tangentParameterGradient(
      INDArray logitCotangents, INDArray tangentCotangents, INDArray into) {
    reverse(logitCotangents, tangentCotangents, into);
  }

  @Override
  public INDArray tangentInputGradient(INDArray logitCotangents, INDArray tangentCotangents) {
    return reverse(logitCotangents, tangentCotangents, null);
  }

  /** Reverse mode; without tangent cotangents the tangents play no part. */
  private INDArray reverse(INDArray logitCotangents, INDArray tangentCotangents, INDArray into) {
    double[] sum = HostArrays.read(logitCotangents);
    double[] dot =
        tangentCotangents == null ? new double[sum.length] : HostArrays.read(tangentCotangents);
    double[] gradient = new double[network.weights().length];
    int at = gradient.length;
    for (int l = network.layers(); l >= 1; l--) {
      at -= parametersOf(l);
      accumulate(l, at, sum, dot, gradient);
      double[] value = transpose(l, at, sum);
      double[] valueDot = transpose(l, at, dot);
      if (l > 1) {
        for (int i = 0; i < value.length; i++) {
          value[i] =
              slope(l - 1, i) * value[i]
                  + curvature(l - 1, i) * sumTangents[l - 1][i] * valueDot[i];
          valueDot[i] *= slope(l - 1, i);
        }
      }
      sum = value;
      dot = valueDot;
    }
    if (into != null) {
      into.addi(network.array(gradient, into.shape()));
    }
    return network.array(sum, rows, network.size(0));
  }

  private void accumulate(int layer, int at, double[] sum, double[] dot, double[] gradient) {
    int width = network.size(layer - 1);
    int height = network.size(layer);
    for (int row = 0; row < rows; row++) {
      for (int o = 0; o < height; o++) {
        double s = sum[row * height + o];
        double d = dot[row * height + o];
        for (int i = 0; i < width; i++) {
          int in = row * width + i;
          gradient[at + o * width + i] +=
              s * values[layer - 1][in] + d * valueTangents[layer - 1][in];
        }
        gradient[at + height * width + o] += s;
      }
    }
  }

  private double[] transpose(int layer, int at, double[] out) {
    int width = network.size(layer - 1);
    int height = network.size(layer);
    double[] in = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      for (int o = 0; o < height; o++) {
        for (int i = 0; i < width; i++) {
          in[row * width + i] += network.weights()[at + o * width + i] * out[row * height + o];
        }
      }
    }
    return in;
  }

  @Override
  public void close() {}
}
