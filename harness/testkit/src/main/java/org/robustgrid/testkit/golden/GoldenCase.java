package org.robustgrid.testkit.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;

/** One case of reference vectors: its description, its arrays, and the model it speaks of. */
final class GoldenCase {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final JsonNode description;
  private final Map<String, INDArray> arrays;
  private final DataType precision;
  private final Function<ComputationGraph, Network> networks;

  private GoldenCase(
      Path folder,
      JsonNode description,
      Map<String, INDArray> arrays,
      DataType precision,
      Function<ComputationGraph, Network> networks) {
    this.folder = folder;
    this.description = description;
    this.arrays = arrays;
    this.precision = precision;
    this.networks = networks;
  }

  /**
   * Reads a case's description.
   *
   * @throws DataException naming the file
   */
  static JsonNode describe(Path folder) {
    Path file = folder.resolve("case.json");
    try {
      JsonNode description = JSON.readTree(Files.readAllBytes(file));
      if (!description.path("kind").isTextual()) {
        throw new DataException(file + ": has no text 'kind'");
      }
      return description;
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a case's arrays.
   *
   * @param networks makes a network over a graph
   * @throws DataException where an array that the description lists is missing or misshapen
   */
  static GoldenCase open(
      Path folder,
      JsonNode description,
      DataType precision,
      Function<ComputationGraph, Network> networks) {
    Map<String, INDArray> arrays = NpzFile.read(folder.resolve("arrays.npz"));
    GoldenCase opened = new GoldenCase(folder, description, arrays, precision, networks);
    Iterator<Map.Entry<String, JsonNode>> listed = description.path("arrays").fields();
    while (listed.hasNext()) {
      Map.Entry<String, JsonNode> entry = listed.next();
      long[] shape = JSON.convertValue(entry.getValue().path("shape"), long[].class);
      INDArray array = opened.stored(entry.getKey());
      if (shape != null && array.rank() == shape.length && !Arrays.equals(shape, array.shape())) {
        throw new DataException(
            folder.resolve("arrays.npz")
                + ": '"
                + entry.getKey()
                + "' has the shape "
                + Arrays.toString(array.shape())
                + ", but case.json says "
                + Arrays.toString(shape));
      }
    }
    return opened;
  }

  DataType precision() {
    return precision;
  }

  boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** Whether the description has an entry. */
  boolean describes(String name) {
    return description.has(name);
  }

  List<String> names(String prefix) {
    return arrays.keySet().stream().filter(name -> name.startsWith(prefix)).sorted().toList();
  }

  private INDArray stored(String name) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new DataException(folder.resolve("arrays.npz") + ": array '" + name + "' is missing");
    }
    return array;
  }

  /** An array in the precision of the run, in C order; a fresh copy. */
  INDArray array(String name) {
    INDArray stored = stored(name);
    INDArray copy = Nd4j.createUninitialized(precision, stored.shape(), 'c');
    HostArrays.write(HostArrays.read(stored), copy);
    return copy;
  }

  /** An array's values as stored, in C order. */
  double[] values(String name) {
    return HostArrays.read(stored(name));
  }

  double[][] table(String name) {
    double[] values = values(name);
    int rows = Math.toIntExact(stored(name).size(0));
    int columns = values.length / rows;
    double[][] table = new double[rows][];
    for (int row = 0; row < rows; row++) {
      table[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return table;
  }

  /** The array as [a][b][all further axes]. */
  double[][][] cube(String name) {
    double[] values = values(name);
    int first = Math.toIntExact(stored(name).size(0));
    int second = Math.toIntExact(stored(name).size(1));
    int length = values.length / (first * second);
    double[][][] cube = new double[first][second][];
    for (int i = 0; i < first; i++) {
      for (int j = 0; j < second; j++) {
        int from = (i * second + j) * length;
        cube[i][j] = Arrays.copyOfRange(values, from, from + length);
      }
    }
    return cube;
  }

  long[] shape(String name) {
    return stored(name).shape().clone();
  }

  int[] integers(String name) {
    return Arrays.stream(values(name)).mapToInt(value -> (int) value).toArray();
  }

  double number(String name) {
    JsonNode value = description.path(name);
    if (!value.isNumber()) {
      throw new DataException(folder.resolve("case.json") + ": has no number '" + name + "'");
    }
    return value.doubleValue();
  }

  /** A number that the case may leave out. */
  double number(String name, double otherwise) {
    return description.path(name).isNumber() ? number(name) : otherwise;
  }

  boolean flag(String name) {
    return description.path(name).asBoolean();
  }

  double[] numbers(String name) {
    return JSON.convertValue(description.path(name), double[].class);
  }

  String text(String name) {
    JsonNode value = description.path(name);
    if (!value.isTextual()) {
      throw new DataException(folder.resolve("case.json") + ": has no text '" + name + "'");
    }
    return value.textValue();
  }

  /** How the case's batch norm runs; inference where it does not say. */
  Mode mode() {
    String batchNorm = description.path("batch_norm").asText("running statistics");
    return switch (batchNorm) {
      case "running statistics" -> Mode.INFERENCE;
      case "batch statistics" -> Mode.BATCH_STATISTICS;
      default ->
          throw new DataException(
              folder.resolve("case.json") + ": unknown batch_norm '" + batchNorm + "'");
    };
  }

  /** A network over a graph, on the executor of the run. */
  Network network(ComputationGraph graph) {
    return networks.apply(graph);
  }

  /** The case's model in the precision of the run. */
  Network network() {
    return network(ModelJson.PREFIX);
  }

  /** The case's model with the weights of a prefix. */
  Network network(String prefix) {
    JsonNode model = description.get("model");
    if (model == null) {
      throw new DataException(folder.resolve("case.json") + ": has no model");
    }
    Map<String, INDArray> weights = new TreeMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            weights.put(ModelJson.PREFIX + name.substring(prefix.length()), array);
          }
        });
    return network(ModelJson.loadGraph(model, weights, precision));
  }
}
