package org.robustgrid.models.graph;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** Builds a model's Deeplearning4j graph with its weights. */
@FunctionalInterface
public interface GraphSource {

  /**
   * A graph of its own at every call.
   *
   * @param precision FLOAT or DOUBLE
   */
  ComputationGraph build(DataType precision);
}
