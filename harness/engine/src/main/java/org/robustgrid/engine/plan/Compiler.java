package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Compiles a graph into a program. */
public final class Compiler {

  private final ComputationGraph graph;
  private final ComputationGraphConfiguration configuration;
  private final Variant variant;
  private final Parameters parameters;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private int nextId;

  private Compiler(ComputationGraph graph, Variant variant) {
    this.graph = graph;
    this.configuration = graph.getConfiguration();
    this.variant = variant;
    this.parameters = new Parameters(graph);
  }

  /**
   * Compiles.
   *
   * @param graph with one input and one output
   * @throws IllegalArgumentException when the graph is of another form
   */
  public static Program compile(ComputationGraph graph, Variant variant, long[] inputShape) {
    return new Compiler(graph, variant).compile(inputShape);
  }

  private Program compile(long[] inputShape) {
    List<String> outputs = configuration.getNetworkOutputs();
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "a network with one output is needed, but this one has " + outputs);
    }
    String inputName = configuration.getNetworkInputs().get(0);
    Value input = value(inputShape);
    values.put(inputName, input);
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      if (!name.equals(inputName)) {
        values.put(name, add(name, configuration.getVertices().get(name)));
      }
    }
    values.remove(inputName);
    Value output = values.get(outputs.get(0));
    List<Node> kept = variant.fuses() ? new Fusion(nodes, output, variant.folds()).fused() : nodes;
    Layouts.choose(kept, input, output, graph.getConfiguration().getDataType(), variant);
    Program program =
        new Program(
            kept, input, output, values, parameters, graph.getConfiguration().getDataType());
    program.refresh();
    return program;
  }

  Value value(long... shape) {
    return new Value(nextId++, shape);
  }

  void add(Node node) {
    nodes.add(node);
  }

  Parameters parameters() {
    return parameters;
  }

  Variant variant() {
    return variant;
  }

  private List<Value> inputs(String name) {
    return configuration.getVertexInputs().get(name).stream().map(values::get).toList();
  }

  private Value add(String name, GraphVertex vertex) {
    List<Value> inputs = inputs(name);
    if (vertex instanceof LayerVertex layerVertex) {
      Value shaped = reshape(inputs.get(0), layerVertex.getPreProcessor());
      Layer layer = layerVertex.getLayerConf().getLayer();
      if (shaped != null && LayerCompiler.covers(layer, shaped)) {
        return new LayerCompiler(this, name, layer).compile(shaped);
      }
    } else if (vertex instanceof PreprocessorVertex shaping) {
      Value shaped = reshape(inputs.get(0), shaping.getPreProcessor());
      if (shaped != null) {
        return shaped;
      }
    } else if (vertex instanceof ElementWiseVertex wise
        && wise.getOp() == ElementWiseVertex.Op.Add
        && inputs.size() > 1) {
      Value sum = value(inputs.get(0).shape());
      nodes.add(new SumNode(name, inputs, sum));
      return sum;
    }
    return fallBack(name, vertex, inputs);
  }

  /** The value as a preprocessor shapes it, or {@code null} where that is more than a view. */
  private static Value reshape(Value value, InputPreProcessor shaping) {
    if (shaping == null) {
      return value;
    }
    if (shaping.getClass() == CnnToFeedForwardPreProcessor.class) {
      return value.reshaped(value.size());
    }
    if (shaping instanceof FeedForwardToCnnPreProcessor images) {
      return value.reshaped(
          images.getNumChannels(), images.getInputHeight(), images.getInputWidth());
    }
    return null;
  }

  private Value fallBack(String name, GraphVertex vertex, List<Value> inputs) {
    InputType[] types = inputs.stream().map(Compiler::type).toArray(InputType[]::new);
    long[] batched = vertex.getOutputType(0, types).getShape(false);
    Value output = value(batched);
    if (graph.getVertex(name).numParams() > 0) {
      graph.initGradientsView();
    }
    nodes.add(
        new GraphVertexNode(
            inputs, output, graph, graph.getVertex(name), parameters, variant == Variant.TRAINING));
    return output;
  }

  private static InputType type(Value value) {
    long[] shape = value.shape();
    return shape.length == 3
        ? InputType.convolutional(shape[1], shape[2], shape[0])
        : InputType.feedForward(shape[0]);
  }
}
