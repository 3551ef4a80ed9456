package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Builds the operations of an affine layer over given arrays. */
public interface AffineKernel {

  /**
   * y = W x + b.
   *
   * @param bias length = outputs, or {@code null} for none
   */
  Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y);

  /** x̄ = Wᵀ ȳ, overwriting x̄. */
  Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent);

  /**
   * The gradients of weights and bias and, where asked, x̄; all are overwritten.
   *
   * @param xCotangent or {@code null} where not asked for
   * @param biasGradient or {@code null} where there is no bias
   */
  Runnable gradient(
      INDArray x,
      INDArray weights,
      INDArray yCotangent,
      INDArray xCotangent,
      INDArray weightGradient,
      INDArray biasGradient);
}
