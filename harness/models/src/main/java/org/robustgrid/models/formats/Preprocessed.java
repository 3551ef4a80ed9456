package org.robustgrid.models.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.ParameterVertex;
import org.robustgrid.engine.plan.InputShape;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.graph.GraphSource;
import org.robustgrid.spi.data.DataException;

/** Puts the preprocessing of a model before a network that knows nothing of it. */
final class Preprocessed {

  private static final String PREFIX = "preprocessing.";

  private final ComputationGraphConfiguration configuration;
  private final long[] shape;
  private final Map<String, double[]> arrays = new LinkedHashMap<>();
  private final List<String> added = new ArrayList<>();
  private String last;

  private Preprocessed(ComputationGraphConfiguration before, long[] shape) {
    this.configuration = before.clone();
    this.shape = shape;
    this.last = before.getNetworkInputs().get(0);
  }

  /** Why settings do not suit such a network, to stand behind the file's name. */
  static Optional<String> problem(Optional<long[]> shape, ImportSettings settings) {
    if (settings.channelsLast()) {
      return Optional.of(
          "is of a format whose networks read images with their channels first; leave out layout,"
              + " or export the model as ONNX");
    }
    if (settings.straightThrough()) {
      return Optional.of(
          "is of a format that says itself how gradients pass each layer; leave out"
              + " straight-through, or give the model as ONNX");
    }
    return settings
        .normalisation()
        .filter(by -> by.mean().length > 1 && shape.isPresent())
        .filter(by -> shape.get().length != 3 || by.mean().length != shape.get()[0])
        .map(
            by ->
                "reads images of the shape "
                    + Arrays.toString(shape.get())
                    + ", but 'normalize' has "
                    + by.mean().length
                    + " channels");
  }

  /**
   * A network behind preprocessing.
   *
   * @param source the file, for messages
   * @param network what the file holds
   * @param shape of the data, if the network does not state it
   * @throws DataException when the settings do not suit the network
   */
  static GraphSource source(
      String source, GraphSource network, Optional<long[]> shape, ImportSettings settings) {
    requireNone(source, problem(shape, settings));
    return settings.readsDataAsTheyAre()
        ? network
        : precision -> {
          ComputationGraph graph = network.build(precision);
          long[] read = shape.orElseGet(() -> InputShape.of(graph.getConfiguration()));
          requireNone(source, problem(Optional.of(read), settings));
          return build(graph, read, settings, precision);
        };
  }

  private static void requireNone(String source, Optional<String> problem) {
    problem.ifPresent(
        what -> {
          throw new DataException(source + " " + what);
        });
  }

  private static ComputationGraph build(
      ComputationGraph network, long[] shape, ImportSettings settings, DataType precision) {
    Preprocessed behind = new Preprocessed(network.getConfiguration(), shape);
    behind.add(settings);
    ComputationGraph graph = new ComputationGraph(behind.configuration);
    graph.init();
    for (org.deeplearning4j.nn.graph.vertex.GraphVertex vertex : network.getVertices()) {
      if (vertex.numParams() > 0) {
        Map<String, INDArray> to = graph.getVertex(vertex.getVertexName()).paramTable(false);
        vertex.paramTable(false).forEach((key, values) -> to.get(key).assign(values));
      }
    }
    behind.arrays.forEach(
        (name, values) ->
            graph
                .getVertex(name)
                .paramTable(false)
                .get(ParameterVertex.VALUES)
                .assign(Nd4j.createFromArray(values).castTo(precision).reshape(1, values.length)));
    return graph;
  }

  private void add(ImportSettings settings) {
    String input = last;
    settings.range().ifPresent(by -> line("range", by.high() - by.low(), by.low()));
    settings
        .normalisation()
        .ifPresent(
            by -> {
              if (by.mean().length == 1) {
                double scale = 1 / by.deviation()[0];
                line("normalize", scale, -by.mean()[0] * scale);
              } else {
                channels("subtract", by.mean());
                channels("divide", by.deviation());
              }
            });
    configuration
        .getVertexInputs()
        .forEach(
            (name, inputs) -> {
              if (!added.contains(name) && inputs.contains(input)) {
                inputs.replaceAll(each -> each.equals(input) ? last : each);
                takesImages(name);
              }
            });
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
  }

  /** What reads the images no longer reads the data, which might be flat. */
  private void takesImages(String reader) {
    if (configuration.getVertices().get(reader) instanceof LayerVertex layer
        && layer.getPreProcessor() instanceof FeedForwardToCnnPreProcessor) {
      layer.setPreProcessor(null);
    }
  }

  private void line(String name, double factor, double shift) {
    put(
        name,
        new OperatorVertex(
            "map",
            List.of("line", Double.toString(factor), Double.toString(shift)),
            List.of(shape)),
        List.of(last));
  }

  private void channels(String operator, double[] values) {
    String image = last;
    long[] channels = {values.length, 1, 1};
    String array =
        put(operator + ".by", new ParameterVertex(shape, channels, 0, 0), List.of(image));
    arrays.put(array, values);
    put(
        operator,
        new OperatorVertex(operator, List.of(), List.of(shape, channels)),
        List.of(image, array));
  }

  private String put(
      String name, org.deeplearning4j.nn.conf.graph.GraphVertex vertex, List<String> inputs) {
    last = PREFIX + name;
    added.add(last);
    configuration.getVertices().put(last, vertex);
    configuration.getVertexInputs().put(last, new ArrayList<>(inputs));
    return last;
  }
}
