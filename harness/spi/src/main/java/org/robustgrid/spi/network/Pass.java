package org.robustgrid.spi.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One forward pass whose intermediate values are kept, so that reverse mode can be run from it any
 * number of times, and a tangent pushed through it.
 *
 * <p>Several passes may be open at once (TRADES needs two); each owns its buffers until it is
 * closed. Parameters must not change while a pass is open. All returned arrays are overwritten by
 * the next call of the same method on the same pass, and invalid after {@link #close}. Not
 * thread-safe.
 *
 * @since 0.1
 */
public interface Pass extends AutoCloseable {

  /** The logits, [rows, classes]. */
  INDArray logits();

  /**
   * The gradient with respect to the input of ⟨cotangents, logits⟩.
   *
   * @param logitCotangents [rows, classes]
   * @return shaped as the input
   */
  INDArray inputGradient(INDArray logitCotangents);

  /**
   * Adds the gradient with respect to the parameters of ⟨cotangents, logits⟩.
   *
   * @param logitCotangents [rows, classes]
   * @param into flat vector of length {@link Network#parameterCount()}, added to
   */
  void parameterGradient(INDArray logitCotangents, INDArray into);

  /** Both of the above in one backward pass; returns the input gradient. */
  INDArray gradients(INDArray logitCotangents, INDArray into);

  /**
   * Pushes a tangent forward: ż = J(x) v, with the batch as one function where batch statistics are
   * used. Only the last pushed tangent is kept.
   *
   * @param inputTangents v, shaped as the input
   * @return ż, [rows, classes]
   * @throws UnsupportedOperationException naming the layer, when the network has a layer without an
   *     exact second derivative here
   */
  INDArray tangent(INDArray inputTangents);

  /**
   * Adds the parameter gradient of ⟨logitCotangents, z⟩ + ⟨tangentCotangents, ż⟩ for the last
   * pushed tangent: exact second derivatives.
   *
   * @param logitCotangents [rows, classes]
   * @param tangentCotangents [rows, classes]
   * @param into flat vector, added to
   */
  void tangentParameterGradient(
      INDArray logitCotangents, INDArray tangentCotangents, INDArray into);

  /**
   * The input gradient of ⟨logitCotangents, z⟩ + ⟨tangentCotangents, ż⟩ for the last pushed
   * tangent: a Hessian–vector product where logit cotangents are zero and tangent cotangents
   * constant.
   */
  INDArray tangentInputGradient(INDArray logitCotangents, INDArray tangentCotangents);

  /** Releases the buffers. */
  @Override
  void close();
}
