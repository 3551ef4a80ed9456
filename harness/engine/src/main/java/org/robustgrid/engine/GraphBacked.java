package org.robustgrid.engine;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.robustgrid.spi.network.Network;

/** A network whose weights live in a Deeplearning4j graph. */
public interface GraphBacked {

  ComputationGraph graph();

  /** The graph behind a network. */
  static ComputationGraph graphOf(Network network) {
    if (network instanceof GraphBacked backed) {
      return backed.graph();
    }
    throw new IllegalArgumentException("a network of the engine is needed, not " + network);
  }
}
