package org.robustgrid.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.StraightThrough;
import org.robustgrid.models.graph.Blueprint;
import org.robustgrid.models.graph.GraphSource;
import org.robustgrid.models.graph.Signature;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/**
 * A model as read from a file.
 *
 * @param source the file, for messages
 * @param graphs builds its network
 * @param tensors shapes of the file's weights by name
 * @param notes what a user should know about how the file was read
 * @param signature what its network reads and answers, where that is known before it is built
 * @since 0.1
 */
public record ImportedModel(
    String source,
    GraphSource graphs,
    Map<String, long[]> tensors,
    List<String> notes,
    Optional<Signature> signature) {

  public ImportedModel {
    tensors = Map.copyOf(tensors);
    notes = List.copyOf(notes);
  }

  /** The network's layers and vertices; empty if they are not known before it is built. */
  public Optional<ComputationGraphConfiguration> configuration() {
    return graphs instanceof Blueprint blueprint
        ? Optional.of(blueprint.configuration())
        : Optional.empty();
  }

  /** Names of the network's layers and vertices; empty if they are not known before it is built. */
  public List<String> activations() {
    return configuration().map(all -> List.copyOf(all.getVertices().keySet())).orElse(List.of());
  }

  /**
   * What stands for what in the network's gradients; empty if they are its own, as far as its
   * layers and vertices are known before it is built.
   */
  public Optional<String> standIn() {
    List<String> functions = new ArrayList<>();
    for (GraphVertex vertex :
        configuration().map(all -> all.getVertices().values()).orElse(List.of())) {
      if (vertex instanceof OperatorVertex operator && operator.operatorName().equals("map")) {
        functions.add(operator.arguments().get(0));
      }
    }
    return StraightThrough.standIn(functions);
  }

  /**
   * Builds the Deeplearning4j graph.
   *
   * @param precision FLOAT or DOUBLE
   */
  public ComputationGraph graph(DataType precision) {
    try {
      return graphs.build(precision);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DataException(
          source + ": Deeplearning4j cannot build its network: " + e.getMessage(), e);
    }
  }

  /**
   * Builds the network, to be executed by the engine.
   *
   * @param precision FLOAT or DOUBLE
   * @throws DataException naming the file, when the engine does not compute a part of it
   */
  public Network network(DataType precision) {
    return network(precision, Networks::of);
  }

  /**
   * Builds the network, to be executed by another executor than the engine.
   *
   * @param precision FLOAT or DOUBLE
   * @param networks makes a network over a graph, or refuses it by an IllegalArgumentException
   * @throws DataException naming the file, when a part of it is not computed
   */
  public Network network(DataType precision, Function<ComputationGraph, Network> networks) {
    ComputationGraph graph = graph(precision);
    try {
      return networks.apply(graph);
    } catch (IllegalArgumentException e) {
      throw new DataException(source + ": " + e.getMessage(), e);
    }
  }

  /**
   * Where the numbers of one of the file's weights lie in a network's flat parameter vector.
   *
   * @return for each use of the weight the place of each number, C order, or −1 if it has none
   */
  public List<int[]> places(ComputationGraph graph, String tensor) {
    long size = 1;
    for (long extent : tensors.get(tensor)) {
      size *= extent;
    }
    return graphs instanceof Blueprint blueprint
        ? blueprint.places(graph, tensor, Math.toIntExact(size))
        : List.of();
  }
}
