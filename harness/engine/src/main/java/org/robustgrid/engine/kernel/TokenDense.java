package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer over the last axis: another dense layer's kernel over all places as rows. */
public record TokenDense(AffineKernel dense) implements AffineKernel {

  private static INDArray rows(INDArray array) {
    if (array == null) {
      return null;
    }
    long last = array.size(array.rank() - 1);
    return array.reshape('c', array.length() / last, last);
  }

  @Override
  public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    return dense.forward(rows(x), weights, bias, rows(y));
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    return dense.toInput(weights, rows(yCotangent), rows(xCotangent));
  }

  @Override
  public Runnable gradient(
      INDArray x,
      INDArray weights,
      INDArray yCotangent,
      INDArray xCotangent,
      INDArray weightGradient,
      INDArray biasGradient) {
    return dense.gradient(
        rows(x), weights, rows(yCotangent), rows(xCotangent), weightGradient, biasGradient);
  }
}
