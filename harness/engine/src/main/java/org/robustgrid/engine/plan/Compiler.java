package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.onednn.OneDnn;

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
   * @throws IllegalArgumentException when the graph is of another form, or naming the first layer
   *     that is not computed as Deeplearning4j computes it
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
    if (output.rank() != 1) {
      throw new IllegalArgumentException(
          "the output '"
              + outputs.get(0)
              + "' is images of shape "
              + Arrays.toString(output.shape())
              + ", but a vector of logits is needed; end the network in an OutputLayer");
    }
    List<Node> kept = variant.fuses() ? fused(output) : nodes;
    List<Node> needed = Layouts.choose(kept, input, output, precision(), variant);
    Program program = new Program(needed, input, output, values, parameters, precision());
    program.refresh();
    return program;
  }

  private List<Node> fused(Value output) {
    boolean onOneDnn = precision() == DataType.FLOAT && OneDnn.get() != null;
    List<Node> unpadded = onOneDnn ? Padding.inConvolutions(nodes, OneDnn.get()) : nodes;
    return new Fusion(unpadded, output, variant.folds()).fused();
  }

  Value value(long... shape) {
    return new Value(nextId++, shape);
  }

  void add(Node node) {
    nodes.add(node);
  }

  DataType precision() {
    return configuration.getDataType();
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
      Value shaped = reshape(name, inputs.get(0), layerVertex.getPreProcessor());
      return new LayerCompiler(this, name, layerVertex.getLayerConf().getLayer()).compile(shaped);
    }
    if (vertex instanceof PreprocessorVertex shaping) {
      return reshape(name, inputs.get(0), shaping.getPreProcessor());
    }
    return new VertexCompiler(this, name, vertex).compile(inputs);
  }

  /** The value as a preprocessor shapes it: another view of the same numbers. */
  private static Value reshape(String name, Value value, InputPreProcessor shaping) {
    if (shaping == null) {
      return value;
    }
    if (shaping instanceof CnnToFeedForwardPreProcessor flattening
        && flattening.getClass() == CnnToFeedForwardPreProcessor.class) {
      if (flattening.getFormat() == CNN2DFormat.NHWC) {
        throw Refusal.of(
            name,
            shaping.getClass(),
            "has its channels last (NHWC)",
            "build the network with CNN2DFormat.NCHW");
      }
      return value.reshaped(value.size());
    }
    if (shaping instanceof FeedForwardToCnnPreProcessor images) {
      return value.reshaped(
          images.getNumChannels(), images.getInputHeight(), images.getInputWidth());
    }
    throw Refusal.of(
        name,
        shaping.getClass(),
        "is a preprocessor that is not computed",
        "use CnnToFeedForwardPreProcessor or FeedForwardToCnnPreProcessor");
  }

  /** Leaves a layer to Deeplearning4j, without its dropout, noise and activation function. */
  Value delegate(String name, Layer layer, Value input) {
    Value output = value(layer.getOutputType(0, type(input)).getShape(false));
    Delegate delegate = new LayerDelegate(graph.getVertex(name).getLayer(), precision());
    nodes.add(new DelegatedNode(name, List.of(input), output, delegate, parameters));
    return output;
  }

  /** Leaves a vertex without parameters to Deeplearning4j. */
  Value delegate(String name, GraphVertex vertex, List<Value> inputs) {
    InputType[] types = inputs.stream().map(Compiler::type).toArray(InputType[]::new);
    Value output = value(vertex.getOutputType(0, types).getShape(false));
    Delegate delegate = new VertexDelegate(graph, name, precision());
    nodes.add(new DelegatedNode(name, inputs, output, delegate, parameters));
    return output;
  }

  private static InputType type(Value value) {
    long[] shape = value.shape();
    return shape.length == 3
        ? InputType.convolutional(shape[1], shape[2], shape[0])
        : InputType.feedForward(shape[0]);
  }
}
