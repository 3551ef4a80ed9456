package org.robustgrid.engine.model;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/** Exports a network for other frameworks: layers as JSON, weights as NumPy arrays. */
public final class ModelExport {

  /** The weights' file: arrays in PyTorch's layout, named as {@link ModelJson} says. */
  public static final String ARRAYS = "model.npz";

  /** The layers' file. */
  public static final String DESCRIPTION = "model.json";

  private ModelExport() {}

  /**
   * Writes both files, each atomically, in the network's precision.
   *
   * @param folder created where missing
   * @throws DataException naming a layer that has no description
   * @throws UserException naming a file that cannot be written
   */
  public static void write(Network network, Path folder) {
    write(GraphBacked.graphOf(network), network.inputShape(), folder);
  }

  static void write(ComputationGraph graph, long[] inputShape, Path folder) {
    ObjectNode description = describe(graph, inputShape);
    NpzFile.write(folder.resolve(ARRAYS), arrays(graph));
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
    printer.indentObjectsWith(new DefaultIndenter(" ", "\n"));
    AtomicFile.write(
        folder.resolve(DESCRIPTION),
        out -> out.write(new ObjectMapper().writer(printer).writeValueAsBytes(description)));
  }

  static ObjectNode describe(ComputationGraph graph, long[] inputShape) {
    List<String> order =
        Arrays.stream(graph.topologicalSortOrder())
            .mapToObj(i -> graph.getVertices()[i].getVertexName())
            .toList();
    return GraphExport.describe(graph.getConfiguration(), order, inputShape);
  }

  static Map<String, INDArray> arrays(ComputationGraph graph) {
    for (ParameterLayout.Slot slot : ParameterLayout.of(graph).slots()) {
      if (slot.role() == ParameterLayout.Role.OTHER && !isLogDeviation(slot)) {
        throw GraphExport.inexpressible(slot.layer(), "parameter " + slot.key());
      }
    }
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    weights(graph).forEach((name, values) -> arrays.put(ModelJson.PREFIX + name, values));
    return arrays;
  }

  private static boolean isLogDeviation(ParameterLayout.Slot slot) {
    return slot.key().equals(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
  }

  /**
   * The weights of a graph in PyTorch's layout, by {@link ParameterLayout.Slot#name}; a batch norm
   * has its running variance and its scale and shift, however its layer keeps them.
   */
  public static Map<String, INDArray> weights(ComputationGraph graph) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (ParameterLayout.Slot slot : ParameterLayout.of(graph).slots()) {
      INDArray values = slot.in(graph.params());
      if (isLogDeviation(slot)) {
        arrays.put(slot.layer() + ".running_var", variance(values));
      } else {
        arrays.put(slot.name(), values);
      }
    }
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization norm && norm.isLockGammaBeta()) {
        String name = norm.getLayerName();
        INDArray like = graph.params();
        arrays.put(name + ".weight", constant(norm.getNOut(), norm.getGamma(), like));
        arrays.put(name + ".bias", constant(norm.getNOut(), norm.getBeta(), like));
      }
    }
    return arrays;
  }

  /** Deeplearning4j's default batch norm keeps log10 of the standard deviation. */
  private static INDArray variance(INDArray logDeviations) {
    double[] variances = logDeviations.toDoubleVector();
    for (int c = 0; c < variances.length; c++) {
      variances[c] = Math.pow(10, 2 * variances[c]);
    }
    return Nd4j.createFromArray(variances).castTo(logDeviations.dataType());
  }

  /** A scale or shift that the layer keeps for all channels, and not among its parameters. */
  private static INDArray constant(long channels, double value, INDArray like) {
    return Nd4j.valueArrayOf(new long[] {channels}, value, like.dataType());
  }
}
