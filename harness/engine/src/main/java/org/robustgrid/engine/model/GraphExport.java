package org.robustgrid.engine.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.robustgrid.spi.data.DataException;

/**
 * Describes a graph as {@code model.json}: each vertex becomes a layer, an activation inside a
 * layer one of its own after it, a flattening preprocessor a {@code flatten} before it. Dropout,
 * which does nothing at inference, is left out.
 */
final class GraphExport {

  private final ComputationGraphConfiguration configuration;
  private final ArrayNode layers = JsonNodeFactory.instance.arrayNode();

  /** The exported layer that stands for each vertex's output. */
  private final Map<String, String> outputs = new HashMap<>();

  private String previous = GraphImport.INPUT;
  private boolean branches;

  private GraphExport(ComputationGraphConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Describes a graph.
   *
   * @param order names of its vertices in forward order
   * @throws DataException naming a layer that {@code model.json} cannot express
   */
  static ObjectNode describe(
      ComputationGraphConfiguration configuration, List<String> order, long[] inputShape) {
    GraphExport export = new GraphExport(configuration);
    export.outputs.put(configuration.getNetworkInputs().get(0), GraphImport.INPUT);
    for (String name : order) {
      if (configuration.getVertices().containsKey(name)) {
        export.add(name, configuration.getVertices().get(name));
      }
    }
    ObjectNode model = JsonNodeFactory.instance.objectNode();
    ArrayNode input = model.putArray("input");
    for (long size : inputShape) {
      input.add(size);
    }
    ObjectNode output = (ObjectNode) export.layers.get(export.layers.size() - 1);
    model.put("classes", output.path("out").asLong());
    if (!export.branches) {
      export.layers.forEach(layer -> ((ObjectNode) layer).remove("inputs"));
    }
    model.set("layers", export.layers);
    return model;
  }

  private void add(String name, GraphVertex vertex) {
    List<String> inputs = new ArrayList<>();
    for (String input : configuration.getVertexInputs().get(name)) {
      inputs.add(outputs.get(input));
    }
    if (vertex instanceof ElementWiseVertex sum) {
      if (sum.getOp() != ElementWiseVertex.Op.Add) {
        throw inexpressible(name, "element-wise " + sum.getOp());
      }
      put(name, "add", inputs);
      outputs.put(name, name);
      return;
    }
    if (!(vertex instanceof LayerVertex layered)) {
      throw inexpressible(name, vertex.getClass().getSimpleName());
    }
    Layer layer = layered.getLayerConf().getLayer();
    String source = flatten(name, layered.getPreProcessor(), inputs.get(0));
    if (layer instanceof DropoutLayer) {
      outputs.put(name, source);
      return;
    }
    String last = LayerExport.isActivation(layer) ? source : name;
    if (!LayerExport.isActivation(layer)) {
      LayerExport.describe(layer, put(name, "", List.of(source)));
    }
    Optional<IActivation> activation =
        layer instanceof BaseOutputLayer ? Optional.empty() : LayerExport.activation(layer);
    if (activation.isPresent()) {
      String own = LayerExport.isActivation(layer) ? name : name + "-activation";
      LayerExport.describe(name, activation.get(), put(own, "", List.of(last)));
      last = own;
    }
    outputs.put(name, last);
  }

  private String flatten(String name, InputPreProcessor shaping, String source) {
    if (shaping instanceof CnnToFeedForwardPreProcessor) {
      String flatten = name + "-flatten";
      put(flatten, "flatten", List.of(source));
      return flatten;
    }
    boolean passes = shaping == null || shaping instanceof FeedForwardToCnnPreProcessor;
    if (!passes || (shaping != null && !source.equals(GraphImport.INPUT))) {
      throw inexpressible(name, shaping.getClass().getSimpleName());
    }
    return source;
  }

  private ObjectNode put(String name, String type, List<String> inputs) {
    ObjectNode layer = layers.addObject();
    layer.put("type", type);
    layer.put("name", name);
    branches |= !inputs.equals(List.of(previous));
    ArrayNode names = layer.putArray("inputs");
    inputs.forEach(names::add);
    previous = name;
    return layer;
  }

  static DataException inexpressible(String layer, String what) {
    return new DataException(
        "layer '" + layer + "' (" + what + ") cannot be exported: model.json has no such type");
  }
}
