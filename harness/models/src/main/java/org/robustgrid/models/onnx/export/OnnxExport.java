package org.robustgrid.models.onnx.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.model.ModelExport;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/**
 * Writes networks as ONNX, opset 17: images as the data are in, logits out, the batch's size open.
 * Dropout, which does nothing at inference, is left out, and so is a last softmax.
 *
 * @since 0.1
 */
public final class OnnxExport {

  private final ComputationGraphConfiguration configuration;
  private final OnnxBuilder onnx;
  private final Map<String, INDArray> weights;

  /** The name in the file of each vertex's output. */
  private final Map<String, String> outputs = new HashMap<>();

  private OnnxExport(ComputationGraph graph) {
    this.configuration = graph.getConfiguration();
    this.onnx = new OnnxBuilder(graph.params().dataType());
    this.weights = ModelExport.weights(graph);
  }

  /**
   * Writes a network atomically, in its own precision.
   *
   * @throws DataException naming a layer that is not exported
   */
  public static void write(Network network, Path file) {
    ComputationGraph graph = GraphBacked.graphOf(network);
    OnnxExport export = new OnnxExport(graph);
    export.outputs.put(graph.getConfiguration().getNetworkInputs().get(0), OnnxBuilder.INPUT);
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      if (graph.getConfiguration().getVertices().containsKey(name)) {
        export.add(name, graph.getConfiguration().getVertices().get(name));
      }
    }
    String logits = export.outputs.get(graph.getConfiguration().getNetworkOutputs().get(0));
    byte[] bytes =
        export.onnx.finish(logits, network.inputShape(), network.classes()).toByteArray();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  private void add(String name, GraphVertex vertex) {
    List<String> inputs = new ArrayList<>();
    for (String input : configuration.getVertexInputs().get(name)) {
      inputs.add(outputs.get(input));
    }
    if (vertex instanceof LayerVertex layered) {
      String source = shaped(name, layered.getPreProcessor(), inputs.get(0));
      outputs.put(name, layer(name, layered.getLayerConf().getLayer(), source));
    } else {
      outputs.put(name, new VertexExport(onnx, name, this::weights).add(vertex, inputs));
    }
  }

  private String layer(String name, Layer layer, String source) {
    String result = new LayerExport(onnx, name, this::weights).add(layer, source);
    return layer instanceof BaseOutputLayer || layer instanceof LossLayer
        ? result
        : ActivationExport.after(onnx, name, layer, result);
  }

  private String shaped(String name, InputPreProcessor shaping, String source) {
    if (shaping instanceof CnnToFeedForwardPreProcessor) {
      return onnx.node(name + ".flatten", "Flatten", List.of(source), OnnxBuilder.whole("axis", 1));
    }
    boolean passes = shaping == null || shaping instanceof FeedForwardToCnnPreProcessor;
    if (!passes || shaping != null && !source.equals(OnnxBuilder.INPUT)) {
      throw refused(name, shaping.getClass().getSimpleName());
    }
    return source;
  }

  /** Adds the weights of a name, in PyTorch's layout; empty if there are none. */
  private String weights(String name, long... shape) {
    INDArray values = weights.get(name);
    if (values == null) {
      return "";
    }
    return onnx.weights(name, HostArrays.read(values), shape.length == 0 ? values.shape() : shape);
  }

  /** Gives the graph weights of a network. */
  @FunctionalInterface
  interface WeightSource {

    /**
     * Adds weights to the graph.
     *
     * @param shape theirs where none is given
     * @return their name; empty if there are none
     */
    String add(String name, long... shape);
  }

  static DataException refused(String layer, String what) {
    return new DataException(
        "layer '" + layer + "' (" + what + ") is not written to ONNX; keep the Deeplearning4j zip");
  }
}
