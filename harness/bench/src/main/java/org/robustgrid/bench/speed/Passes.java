package org.robustgrid.bench.speed;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The passes that every way to execute a network can be asked for, over one batch. Arrays are
 * overwritten by the next call.
 */
public interface Passes {

  /** A forward pass in inference mode. */
  INDArray forward();

  /** The gradient of the summed cross-entropy with respect to the images, inference mode. */
  INDArray inputGradient();

  /** The gradient of the cross-entropy with respect to the parameters, training mode. */
  INDArray parameterGradient();
}
