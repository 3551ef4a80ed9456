package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.robustgrid.engine.model.ParameterLayout;

/**
 * A graph as the steps of {@code robustgrid_graph.py}.
 *
 * @param steps in forward order
 * @param slots its parameters
 * @param output the name of the value that is the logits
 * @param shapes of the vertices' results for one sample, in forward order
 */
record GraphSteps(
    List<Map<String, Object>> steps,
    List<ParameterLayout.Slot> slots,
    String output,
    Map<String, long[]> shapes) {

  /** What the input is called among values. */
  private static final String INPUT = "";

  /**
   * Describes a graph that the engine computes, too.
   *
   * @param inputShape [channels, height, width] or [features]
   * @throws IllegalArgumentException naming a layer or vertex that is not computed here
   */
  static GraphSteps of(ComputationGraph graph, long[] inputShape) {
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    Sketch sketch = new Sketch(graph);
    Map<String, Sketch.Value> values = new LinkedHashMap<>();
    String input = configuration.getNetworkInputs().get(0);
    values.put(input, new Sketch.Value(INPUT, inputShape));
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      GraphVertex vertex = configuration.getVertices().get(name);
      if (vertex != null) {
        List<Sketch.Value> inputs =
            configuration.getVertexInputs().get(name).stream().map(values::get).toList();
        values.put(name, add(sketch, name, vertex, inputs));
      }
    }
    values.remove(input);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    values.forEach((name, value) -> shapes.put(name, value.shape()));
    String output = values.get(configuration.getNetworkOutputs().get(0)).name();
    return new GraphSteps(sketch.steps(), sketch.slots(), output, shapes);
  }

  private static Sketch.Value add(
      Sketch sketch, String name, GraphVertex vertex, List<Sketch.Value> inputs) {
    if (vertex instanceof LayerVertex layer) {
      Sketch.Value shaped = shaped(sketch, name + "/shape", inputs.get(0), layer.getPreProcessor());
      return named(
          sketch, name, new LayerSteps(sketch, name, layer.getLayerConf().getLayer()).add(shaped));
    }
    if (vertex instanceof PreprocessorVertex shaping) {
      return named(sketch, name, shaped(sketch, name, inputs.get(0), shaping.getPreProcessor()));
    }
    return new VertexSteps(sketch, name, vertex).add(inputs);
  }

  /**
   * A vertex whose result is another value's has a step of its own, so that it can be asked for.
   */
  private static Sketch.Value named(Sketch sketch, String name, Sketch.Value value) {
    return value.name().equals(name)
        ? value
        : sketch.add(name, "reshape", value, value.shape(), "shape", value.shape());
  }

  private static Sketch.Value shaped(
      Sketch sketch, String name, Sketch.Value value, InputPreProcessor shaping) {
    if (shaping instanceof CnnToFeedForwardPreProcessor) {
      return sketch.reshape(name, value, value.size());
    }
    if (shaping instanceof FeedForwardToCnnPreProcessor images) {
      return sketch.reshape(
          name, value, images.getNumChannels(), images.getInputHeight(), images.getInputWidth());
    }
    return value;
  }

  /** The request that describes the network to a process. */
  Map<String, Object> request(long id, long length) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (ParameterLayout.Slot slot : slots) {
      parameters.add(
          Map.of(
              "offset", slot.offset(), "shape", slot.shape(), "trained", Sketch.isTrained(slot)));
    }
    return new LinkedHashMap<>(
        Map.of(
            "network",
            id,
            "steps",
            steps,
            "parameters",
            parameters,
            "output",
            output,
            "length",
            length));
  }

  /** The parameters that passes move themselves. */
  List<ParameterLayout.Slot> statistics() {
    return slots.stream().filter(slot -> !Sketch.isTrained(slot)).toList();
  }
}
