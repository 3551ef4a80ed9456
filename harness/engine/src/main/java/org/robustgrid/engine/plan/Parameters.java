package org.robustgrid.engine.plan;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A graph's parameters layer by layer, and a gradient vector of the same layout that every reverse
 * pass overwrites.
 */
final class Parameters {

  private final INDArray gradient;
  private final Map<String, Map<String, INDArray>> values = new HashMap<>();
  private final Map<String, Map<String, INDArray>> gradients = new HashMap<>();

  Parameters(ComputationGraph graph) {
    INDArray flat = graph.params();
    this.gradient = Nd4j.create(flat.dataType(), Math.max(1, flat.length()));
    long offset = 0;
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      if (vertex.numParams() == 0) {
        continue;
      }
      if (!vertex.hasLayer()) {
        addVertex(vertex, offset);
        offset += vertex.numParams();
        continue;
      }
      Layer layer = vertex.getLayer();
      INDArray view = gradient.get(NDArrayIndex.interval(offset, offset + layer.numParams()));
      String name = vertex.getVertexName();
      values.put(name, layer.paramTable());
      gradients.put(
          name,
          layer.conf().getLayer().initializer().getGradientsFromFlattened(layer.conf(), view));
      offset += layer.numParams();
    }
  }

  /** The parameters of a vertex that is no layer lie one after the other in C order. */
  private void addVertex(GraphVertex vertex, long offset) {
    Map<String, INDArray> places = new HashMap<>();
    for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
      INDArray value = entry.getValue();
      long from = offset + value.offset() - vertex.params().offset();
      INDArray view = gradient.get(NDArrayIndex.interval(from, from + value.length()));
      places.put(entry.getKey(), view.reshape('c', value.shape()));
    }
    values.put(vertex.getVertexName(), vertex.paramTable(false));
    gradients.put(vertex.getVertexName(), places);
  }

  /** Gives the gradient's memory back. */
  void close() {
    gradient.close();
  }

  /** Gradient of the last reverse pass, flat. */
  INDArray gradient() {
    return gradient;
  }

  /** A parameter's live view, or {@code null} where the layer has none of that name. */
  INDArray value(String layer, String key) {
    return values.getOrDefault(layer, Map.of()).get(key);
  }

  /** The place of a parameter's gradient, or {@code null}. */
  INDArray gradient(String layer, String key) {
    return gradients.getOrDefault(layer, Map.of()).get(key);
  }

  Map<String, INDArray> gradients(String layer) {
    return gradients.getOrDefault(layer, Map.of());
  }
}
