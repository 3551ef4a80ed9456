package org.robustgrid.engine.training;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What moves a network's parameters in a training: the gradient of a step, the update rule with its
 * state, and the averaged weights. It keeps them where the network keeps its parameters.
 *
 * <p>A step adds to {@link #zeroGradient} and ends with {@link #update}. Not thread-safe.
 */
public interface Updates extends AutoCloseable {

  /** The gradient that a step adds to: a flat vector of zeros, the same array at each call. */
  INDArray zeroGradient();

  /**
   * Moves the parameters by one step: clips the gradient, adds the weight decay's, applies the
   * update rule, and takes the new parameters into the average. Nothing moves where the loss or the
   * norm is not finite.
   *
   * @param loss of the step
   * @param step counted from 0 over all epochs
   * @return the L2 norm of the gradient as it was added up
   */
  double update(double loss, double learningRate, int step, int epoch);

  /** The rule's state, [1, values], as it is now. */
  INDArray state();

  /** The averaged weights as they are now; empty if none are kept. */
  INDArray average();

  /** To be called after {@link #state} and {@link #average} were written to. */
  void restored();

  /** Gives the network the average and keeps its weights instead, or the other way round. */
  void exchange();

  /** Ends the training; the network keeps its parameters. */
  @Override
  void close();
}
