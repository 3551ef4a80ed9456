package org.robustgrid.models.deeplearning4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sees the layers of a {@code MultiLayerNetwork}, one behind the other, as a graph. */
final class LayerSequence {

  private static final String INPUT = "in";

  private LayerSequence() {}

  /** The JSON of such a network as that of a graph; another one as it is. */
  static JsonNode asGraph(JsonNode tree) {
    if (!tree.has("confs")) {
      return tree;
    }
    ObjectNode graph = JsonNodeFactory.instance.objectNode();
    graph.putArray("networkInputs").add(INPUT);
    ObjectNode vertices = graph.putObject("vertices");
    ObjectNode inputs = graph.putObject("vertexInputs");
    String last = INPUT;
    for (int i = 0; i < tree.path("confs").size(); i++) {
      String name = Integer.toString(i);
      ObjectNode vertex = vertices.putObject(name);
      vertex.putObject("layerConf").set("layer", tree.path("confs").path(i).path("layer"));
      vertex.set("preProcessor", tree.path("inputPreProcessors").path(name));
      inputs.putArray(name).add(last);
      last = name;
    }
    if (!last.equals(INPUT)) {
      graph.putArray("networkOutputs").add(last);
    }
    return graph;
  }
}
