package org.robustgrid.engine;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.spi.network.Network;

/** Makes networks that the engine executes. */
public final class Networks {

  static {
    NativeLibrary.select();
  }

  private Networks() {}

  /**
   * A freshly initialised network: the same weights for the same configuration, seed included.
   *
   * @param precision FLOAT or DOUBLE; the initial weights are the same numbers in both
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Network create(ComputationGraphConfiguration configuration, DataType precision) {
    ComputationGraphConfiguration own = configuration.clone();
    own.setDataType(DataType.FLOAT);
    ComputationGraph graph = new ComputationGraph(own);
    graph.init();
    return of(precision == DataType.FLOAT ? graph : graph.convertDataType(precision));
  }

  /**
   * A network over a graph, whose parameters it shares.
   *
   * @param graph initialised, of precision FLOAT or DOUBLE, with one input and one output
   * @throws IllegalArgumentException when it is not, or has a layer that is not computed exactly as
   *     Deeplearning4j's inference does; the message names the layer and the way out
   */
  public static Network of(ComputationGraph graph) {
    GraphNetwork network = new GraphNetwork(graph);
    network.classes(); // compiles: what is refused, is refused before anything runs
    return network;
  }
}
