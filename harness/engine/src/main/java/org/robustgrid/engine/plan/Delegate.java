package org.robustgrid.engine.plan;

import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What Deeplearning4j executes for the engine: the same function in inference and in training. */
interface Delegate {

  /** The class, as the configuration calls it. */
  String type();

  /** The output for inputs [rows, …], which may be overwritten. */
  INDArray forward(INDArray[] inputs);

  /** The gradient of the parameters, {@code null} where there are none, and of every input. */
  Pair<Gradient, INDArray[]> backward(INDArray[] inputs, INDArray cotangent);

  /** Gives native memory back. */
  default void close() {}
}
