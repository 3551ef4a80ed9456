package org.robustgrid.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.models.weights.StateDict;
import org.robustgrid.models.weights.WeightsFile;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** A case of kind {@code import}: a network of another framework, in the formats of its folder. */
final class ImportCase {

  private final Path folder;
  private final JsonNode description;
  private final GoldenCase golden;
  private final ScaledComparison comparison = new ScaledComparison();
  private final double forLogits;
  private final double forGradients;

  private ImportCase(Path folder, JsonNode description, GoldenCase golden) {
    this.folder = folder;
    this.description = description;
    this.golden = golden;
    String key = golden.precision() == DataType.FLOAT ? "float32" : "float64";
    JsonNode tolerance = description.path("tolerance").path(key);
    this.forLogits = tolerance.path("logits").asDouble();
    this.forGradients = tolerance.path("gradients").asDouble();
  }

  static GoldenOutcome run(
      Path folder,
      JsonNode description,
      DataType precision,
      Function<ComputationGraph, Network> networks) {
    ImportCase opened =
        new ImportCase(
            folder, description, GoldenCase.open(folder, description, precision, networks));
    opened.run();
    return new GoldenOutcome(
        folder.getFileName().toString(),
        "import",
        opened.comparison.passed(),
        opened.comparison.largest(),
        opened.comparison.message());
  }

  private void run() {
    Path file = folder.resolve(description.path("onnx").path("file").asText());
    ImportedModel model = ModelFormats.read(file, ImportSettings.NONE);
    Network network = model.network(golden.precision(), golden::network);
    try {
      checkNotes(model);
      checkLogits(network);
      checkLosses(network);
      checkDerivatives(model, network);
      for (String format : List.of("state_dict", "safetensors")) {
        checkWeights(description.path(format).path("file"), model, network);
      }
    } finally {
      network.close();
    }
  }

  private void checkNotes(ImportedModel model) {
    boolean ends = !description.path("onnx").path("ends_in").isNull();
    boolean said = model.notes().stream().anyMatch(note -> note.contains("oftmax"));
    if (ends != said) {
      comparison.fail(
          "a last softmax is "
              + (ends ? "" : "not ")
              + "there, but the notes say "
              + model.notes());
    }
  }

  private void checkLogits(Network network) {
    INDArray x = golden.array("x");
    double[] expected = golden.values("logits");
    comparison.compare("logits", HostArrays.read(network.logits(x)), expected, forLogits);
    int rows = (int) x.size(0);
    double[] single = new double[expected.length];
    int classes = expected.length / rows;
    for (int row = 0; row < rows; row++) {
      INDArray one = x.get(NDArrayIndex.interval(row, row + 1)).dup('c');
      System.arraycopy(HostArrays.read(network.logits(one)), 0, single, row * classes, classes);
    }
    comparison.compare("logits, sample by sample", single, expected, forLogits);
  }

  private void checkLosses(Network network) {
    INDArray x = golden.array("x");
    for (String name : golden.names("loss.")) {
      LossKind kind = LossKind.of(name.substring("loss.".length()));
      LossGradient answer = network.lossGradient(x, kind.over(golden.integers("y"), new int[0]));
      comparison.compare(name, answer.losses(), golden.values(name), forGradients);
      String gradient = "input_grad." + kind.id();
      comparison.compare(
          gradient, HostArrays.read(answer.gradient()), golden.values(gradient), forGradients);
    }
  }

  private void checkDerivatives(ImportedModel model, Network network) {
    int[] labels = golden.integers("y");
    int rows = labels.length;
    int classes = network.classes();
    try (Pass pass = network.forward(golden.array("x"), Mode.INFERENCE, RandomKey.of(0))) {
      double[] logits = HostArrays.read(pass.logits());
      double[] probabilities = new double[rows * classes];
      double[] chosen = new double[rows * classes];
      for (int row = 0; row < rows; row++) {
        softmax(logits, probabilities, row * classes, classes);
        chosen[row * classes + labels[row]] = 1;
      }
      double[] cotangents = new double[rows * classes];
      for (int i = 0; i < cotangents.length; i++) {
        cotangents[i] = (probabilities[i] - chosen[i]) / rows;
      }
      INDArray gradient = flat(network);
      pass.parameterGradient(array(cotangents, rows, classes), gradient);
      INDArray tangent = pass.tangent(golden.array("direction"));
      comparison.compare(
          "tangent", HostArrays.read(tangent), golden.values("tangent"), forGradients);
      INDArray second = flat(network);
      pass.tangentParameterGradient(
          array(new double[rows * classes], rows, classes), array(chosen, rows, classes), second);
      compareParameters("grad.", model, network, gradient);
      compareParameters("tangent_grad.", model, network, second);
    }
  }

  private static void softmax(double[] logits, double[] probabilities, int from, int length) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, logits[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      probabilities[from + i] = Math.exp(logits[from + i] - largest);
      sum += probabilities[from + i];
    }
    for (int i = 0; i < length; i++) {
      probabilities[from + i] /= sum;
    }
  }

  private INDArray flat(Network network) {
    return Nd4j.zeros(golden.precision(), Math.max(1, network.parameterCount()));
  }

  private INDArray array(double[] values, int rows, int columns) {
    INDArray array = Nd4j.createUninitialized(golden.precision(), new long[] {rows, columns}, 'c');
    HostArrays.write(values, array);
    return array;
  }

  private void compareParameters(
      String prefix, ImportedModel model, Network network, INDArray flat) {
    ComputationGraph graph = GraphBacked.graphOf(network);
    double[] gradient = HostArrays.read(flat);
    List<String> names = golden.names(prefix);
    double largest = 0;
    for (String name : names) {
      largest = Math.max(largest, ScaledComparison.scale(golden.values(name)));
    }
    for (String name : names) {
      JsonNode place =
          description.path("parameters").path(name.substring(prefix.length())).path("onnx");
      if (place.isMissingNode() || place.isNull()) {
        continue;
      }
      double[] expected = golden.values(name);
      String initialiser = place.path("initialiser").asText();
      long[] shape = model.tensors().get(initialiser);
      if (shape == null) {
        comparison.fail(name + ": the network has no weight '" + initialiser + "'");
        continue;
      }
      double[] actual = new double[expected.length];
      for (int[] places : model.places(graph, initialiser)) {
        for (int i = 0; i < places.length; i++) {
          actual[i] += places[i] < 0 ? 0 : gradient[places[i]];
        }
      }
      if (place.path("as").asText().equals("transposed")) {
        actual = transposed(actual, (int) shape[0], (int) shape[1]);
      }
      double scale = Math.max(ScaledComparison.scale(expected), largest / 100);
      comparison.compare(name, actual, expected, forGradients, scale);
    }
  }

  private static double[] transposed(double[] values, int rows, int columns) {
    double[] result = new double[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = values[r * columns + c];
      }
    }
    return result;
  }

  /** Shapes of a case's tensors by name. */
  static Map<String, long[]> shapes(JsonNode description) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Iterator<Map.Entry<String, JsonNode>> fields = description.path("parameters").fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      long[] shape = new long[field.getValue().path("shape").size()];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = field.getValue().path("shape").get(axis).asLong();
      }
      shapes.put(field.getKey(), shape);
    }
    return shapes;
  }

  /** Names, shapes and, where the graph has them too, every number. */
  private void checkWeights(JsonNode name, ImportedModel model, Network network) {
    if (!name.isTextual()) {
      return;
    }
    StateDict weights =
        WeightsFile.read(folder.resolve(name.asText())).requireFits(shapes(description), Set.of());
    ComputationGraph graph = GraphBacked.graphOf(network);
    double[] parameters = HostArrays.read(network.parameters());
    weights
        .tensors()
        .forEach(
            (key, tensor) -> {
              JsonNode place = description.path("parameters").path(key).path("onnx");
              String initialiser = place.path("initialiser").asText();
              if (!model.tensors().containsKey(initialiser)) {
                return;
              }
              double[] values = tensor.values();
              if (place.path("as").asText().equals("transposed")) {
                values = transposed(values, (int) tensor.shape()[0], (int) tensor.shape()[1]);
              }
              for (int[] places : model.places(graph, initialiser)) {
                compareExactly(name.asText() + ": " + key, values, places, parameters);
              }
            });
  }

  private void compareExactly(String name, double[] values, int[] places, double[] parameters) {
    boolean single = golden.precision() == DataType.FLOAT;
    for (int i = 0; i < places.length; i++) {
      double value = single ? (float) values[i] : values[i];
      if (places[i] >= 0 && parameters[places[i]] != value) {
        comparison.fail(name + " has " + values[i] + " instead of " + parameters[places[i]]);
        return;
      }
    }
  }
}
