package org.robustgrid.engine.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights a convolution or dense layer computes with, and where their gradient gathers: the
 * graph's own, or with an inference-mode batch norm folded in.
 *
 * <p>With s = γ/σ per output, folding gives W' = sW and b' = s(b − μ) + β; gradients go back by the
 * chain rule.
 */
final class Weights {

  private final INDArray given;
  private final INDArray givenBias;
  private final INDArray givenGradient;
  private final INDArray givenBiasGradient;
  private final boolean rowsAreOutputs;
  private INDArray kernel;
  private INDArray bias;
  private INDArray kernelGradient;
  private INDArray biasGradient;
  private INDArray second;
  private INDArray secondBias;
  private NormParameters norm;
  private boolean written;
  private boolean foldable = true;
  private int version;

  /**
   * Takes the graph's weights.
   *
   * @param rowsAreOutputs whether the first dimension counts outputs (convolution) or the last does
   *     (dense)
   */
  Weights(Parameters parameters, String layer, boolean rowsAreOutputs) {
    this.given = parameters.value(layer, "W");
    this.givenBias = parameters.value(layer, "b");
    this.givenGradient = parameters.gradient(layer, "W");
    this.givenBiasGradient = parameters.gradient(layer, "b");
    this.rowsAreOutputs = rowsAreOutputs;
    this.kernel = given;
    this.bias = flat(givenBias);
    this.kernelGradient = givenGradient;
    this.biasGradient = flat(givenBiasGradient);
  }

  private static INDArray flat(INDArray array) {
    return array == null ? null : array.reshape(array.length());
  }

  private static INDArray like(INDArray array) {
    return Nd4j.createUninitialized(array.dataType(), array.shape(), array.ordering());
  }

  /** Keeps batch norms out: the outputs are not the channels of what the layer writes. */
  Weights unfoldable() {
    foldable = false;
    return this;
  }

  boolean foldable() {
    return foldable && norm == null;
  }

  /** Folds a batch norm in; its parameters may change later. */
  void fold(NormParameters folded) {
    norm = folded;
    kernel = like(given);
    kernelGradient = like(given);
    bias = Nd4j.create(given.dataType(), folded.channels());
    biasGradient = Nd4j.create(given.dataType(), folded.channels());
  }

  /** Computes the folded weights again. */
  void refresh() {
    version++;
    if (norm == null) {
      return;
    }
    norm.refresh();
    int outputs = norm.channels();
    INDArray scale = scales();
    scaleOutputs(given, scale, kernel);
    scale.close();
    double[] shift = norm.shift();
    for (int o = 0; o < outputs; o++) {
      double b = givenBias == null ? 0 : givenBias.getDouble(o);
      bias.putScalar(o, shift[o] + norm.scale()[o] * b);
    }
  }

  private INDArray scales() {
    INDArray exact = Nd4j.createFromArray(norm.scale());
    INDArray cast = exact.castTo(given.dataType());
    if (cast != exact) {
      exact.close();
    }
    return cast;
  }

  /** Gives back what is not the graph's. */
  void close() {
    if (norm != null) {
      kernel.close();
      bias.close();
      kernelGradient.close();
      biasGradient.close();
    }
    if (second != null) {
      second.close();
    }
    if (secondBias != null) {
      secondBias.close();
    }
  }

  private void scaleOutputs(INDArray from, INDArray scale, INDArray to) {
    if (to != from) {
      to.assign(from);
    }
    if (rowsAreOutputs) {
      to.reshape(to.size(0), to.length() / to.size(0)).muliColumnVector(scale.reshape(-1, 1));
    } else {
      to.muliRowVector(scale.reshape(1, -1));
    }
  }

  /** Counts how often the weights may have changed. */
  int version() {
    return version;
  }

  INDArray kernel() {
    return kernel;
  }

  /** Length = outputs, or {@code null} for none. */
  INDArray bias() {
    return bias;
  }

  INDArray kernelGradient() {
    return kernelGradient;
  }

  INDArray biasGradient() {
    return biasGradient;
  }

  /** A second place for a kernel gradient, to be added to the first. */
  INDArray secondKernelGradient() {
    if (second == null) {
      second = like(given);
    }
    return second;
  }

  INDArray secondBiasGradient() {
    if (secondBias == null && bias != null) {
      secondBias = Nd4j.create(bias.dataType(), bias.length());
    }
    return secondBias;
  }

  void begin() {
    written = false;
  }

  /** Whether a contribution has been written since {@link #begin}; from now on one has. */
  boolean writtenBefore() {
    boolean before = written;
    written = true;
    return before;
  }

  /** Adds the second place to the first; the bias only where it contributes. */
  void addSecond(boolean withBias) {
    kernelGradient.addi(second);
    if (withBias && biasGradient != null) {
      biasGradient.addi(secondBias);
    }
  }

  /** Takes the gradient of the folded weights back to those of the graph. */
  void finish() {
    if (norm == null) {
      return;
    }
    INDArray product = secondKernelGradient();
    product.assign(kernelGradient).muli(given);
    INDArray scaleGradient =
        rowsAreOutputs
            ? product.reshape(product.size(0), product.length() / product.size(0)).sum(1)
            : product.sum(0);
    double[] forScale = new double[norm.channels()];
    double[] forShift = new double[norm.channels()];
    for (int o = 0; o < forScale.length; o++) {
      double b = givenBias == null ? 0 : givenBias.getDouble(o);
      forShift[o] = biasGradient.getDouble(o);
      forScale[o] = scaleGradient.getDouble(o) + b * forShift[o];
      if (givenBiasGradient != null) {
        givenBiasGradient.putScalar(o, norm.scale()[o] * forShift[o]);
      }
    }
    scaleGradient.close();
    INDArray scale = scales();
    scaleOutputs(kernelGradient, scale, givenGradient);
    scale.close();
    norm.writeGradient(forScale, forShift);
  }
}
