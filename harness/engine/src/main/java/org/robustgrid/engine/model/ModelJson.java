package org.robustgrid.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.Networks;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/**
 * Models described by a list of layers in JSON, with weights in PyTorch's layout.
 *
 * <p>A model has {@code input} ([features] or [channels, height, width]), {@code classes} and
 * {@code layers}, each with {@code type}, {@code name} and its numbers; a layer reads the one
 * before it unless it lists {@code inputs} (the network's own is called {@code input}). Types:
 * linear, conv2d, batchnorm, relu, tanh, silu, gelu, maxpool2d, avgpool2d, globalavgpool, flatten,
 * add.
 */
public final class ModelJson {

  /** What the names of a model's arrays begin with. */
  public static final String PREFIX = "model.";

  private ModelJson() {}

  /**
   * The Deeplearning4j configuration of a described model, in float.
   *
   * @throws DataException naming the layer that cannot be understood
   */
  public static ComputationGraphConfiguration configuration(JsonNode model) {
    return new GraphImport(model).configuration(model);
  }

  /**
   * Builds a described model with its weights, to be executed by the engine.
   *
   * @param arrays {@code model.<layer>.<weight|bias|running_mean|running_var>}; others are ignored
   * @throws DataException naming an array that is missing or has another shape
   */
  public static Network load(JsonNode model, Map<String, INDArray> arrays, DataType precision) {
    return Networks.of(loadGraph(model, arrays, precision));
  }

  /**
   * Builds a described model with its weights.
   *
   * @param arrays {@code model.<layer>.<weight|bias|running_mean|running_var>}; others are ignored
   * @throws DataException naming an array that is missing or has another shape
   */
  public static ComputationGraph loadGraph(
      JsonNode model, Map<String, INDArray> arrays, DataType precision) {
    ComputationGraphConfiguration configuration = configuration(model);
    configuration.setDataType(precision);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    fill(ParameterLayout.of(graph), graph.params(), arrays);
    return graph;
  }

  static void fill(ParameterLayout layout, INDArray parameters, Map<String, INDArray> arrays) {
    for (ParameterLayout.Slot slot : layout.slots()) {
      INDArray values = arrays.get(PREFIX + slot.name());
      if (values == null) {
        throw new DataException("model arrays: '" + PREFIX + slot.name() + "' is missing");
      }
      long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
      if (!Arrays.equals(shape, values.shape())) {
        throw new DataException(
            "model arrays: '"
                + PREFIX
                + slot.name()
                + "' has shape "
                + Arrays.toString(values.shape())
                + ", but the description makes it "
                + Arrays.toString(shape));
      }
      slot.in(parameters).assign(values);
    }
  }

  /**
   * Cuts a flat gradient into views named {@code <layer>.<weight|bias>}, in PyTorch's layout and
   * without running statistics.
   *
   * @param flat length {@link Network#parameterCount()}
   */
  public static Map<String, INDArray> parameterGradients(Network network, INDArray flat) {
    return gradients(ParameterLayout.of(network), flat);
  }

  /** Cuts a flat gradient into views named {@code <layer>.<weight|bias>}, in PyTorch's layout. */
  static Map<String, INDArray> gradients(ParameterLayout layout, INDArray flat) {
    if (flat.length() != layout.length()) {
      throw new IllegalArgumentException(
          "the gradient has length "
              + flat.length()
              + ", but the network has "
              + layout.length()
              + " parameters");
    }
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (!slot.role().isStatistic()) {
        gradients.put(slot.name(), slot.in(flat));
      }
    }
    return gradients;
  }
}
