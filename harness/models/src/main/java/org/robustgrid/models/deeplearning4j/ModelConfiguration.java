package org.robustgrid.models.deeplearning4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.robustgrid.engine.operator.StraightThrough;
import org.robustgrid.models.ClassifiedData;

/**
 * What a model file says it reads and answers, from its configuration's JSON alone: neither
 * Deeplearning4j nor ND4J is loaded, nothing that the file names is instantiated. If the JSON does
 * not state something, this class does not either, and the worker that loads the model decides.
 */
final class ModelConfiguration {

  private static final int LARGEST = 16 << 20;

  private final JsonNode tree;

  private ModelConfiguration(JsonNode tree) {
    this.tree = tree;
  }

  /** Reads the entry of an opened model file. */
  static ModelConfiguration read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      JsonNode tree = new ObjectMapper().readTree(in.readNBytes(LARGEST));
      return new ModelConfiguration(LayerSequence.asGraph(tree));
    }
  }

  /** Names of the layers and vertices. */
  List<String> activations() {
    List<String> names = new ArrayList<>();
    tree.path("vertices").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** What stands for what in its gradients; empty if they are its own. */
  Optional<String> standIn() {
    List<String> functions = new ArrayList<>();
    for (JsonNode vertex : tree.path("vertices")) {
      if (vertex.path("operator").asText().equals("map")) {
        functions.add(vertex.path("arguments").path(0).asText());
      }
    }
    return StraightThrough.standIn(functions);
  }

  /** Why no classifier can be made of it; empty if one may. */
  Optional<String> problem() {
    if (!tree.path("vertices").isObject() || !tree.path("networkOutputs").isArray()) {
      return Optional.of(
          "its configuration.json describes no ComputationGraph and no MultiLayerNetwork");
    }
    int inputs = tree.path("networkInputs").size();
    int outputs = tree.path("networkOutputs").size();
    return inputs == 1 && outputs == 1
        ? Optional.empty()
        : Optional.of(
            "it has "
                + inputs
                + " inputs and "
                + outputs
                + " outputs, but a classifier with one of each is needed");
  }

  /** The differences from a data set; empty if it fits or does not state them. */
  Optional<String> mismatch(ClassifiedData data) {
    List<String> differences = new ArrayList<>();
    shapeDifference(data.inputShape()).ifPresent(differences::add);
    OptionalLong classes = classes();
    if (classes.isPresent()) {
      data.otherClasses(classes.getAsLong()).ifPresent(differences::add);
    }
    return data.mismatch(differences);
  }

  /**
   * In what it differs from the shape of data. A model of flat input reads an image's pixels in
   * their order, and one without an image size reads images of any size that its layers take.
   */
  private Optional<String> shapeDifference(List<Long> data) {
    Optional<List<Long>> stated = inputShape();
    long size = data.stream().reduce(1L, (a, b) -> a * b);
    boolean flat = stated.isPresent() && stated.get().equals(List.of(size));
    if (stated.isPresent() && !flat && !stated.get().equals(data)) {
      return Optional.of("it reads inputs of shape " + stated.get() + ", not " + data);
    }
    return LayerShapes.difference(tree, flat ? stated.get() : data)
        .map(what -> "with data of shape " + data + " its " + what);
  }

  /** As stated by the layers that read the input. */
  private Optional<List<Long>> inputShape() {
    String input = tree.path("networkInputs").path(0).asText();
    Optional<List<Long>> shape = Optional.empty();
    var readers = tree.path("vertexInputs").fields();
    while (readers.hasNext()) {
      var reader = readers.next();
      boolean reads = false;
      for (JsonNode name : reader.getValue()) {
        reads |= name.asText().equals(input);
      }
      if (reads) {
        shape = shape.or(() -> inputShape(tree.path("vertices").path(reader.getKey())));
      }
    }
    return shape;
  }

  private static Optional<List<Long>> inputShape(JsonNode vertex) {
    JsonNode shaping = vertex.path("preProcessor");
    if (shaping.has("numChannels") && shaping.has("inputHeight") && shaping.has("inputWidth")) {
      return Optional.of(
          List.of(
              shaping.get("numChannels").asLong(),
              shaping.get("inputHeight").asLong(),
              shaping.get("inputWidth").asLong()));
    }
    JsonNode layer = vertex.path("layerConf").path("layer");
    boolean dense = layer.path("@class").asText().matches(".*\\.(DenseLayer|OutputLayer)");
    return dense && !shaping.isObject() && layer.path("nin").asLong() > 0
        ? Optional.of(List.of(layer.path("nin").asLong()))
        : Optional.empty();
  }

  private OptionalLong classes() {
    String output = tree.path("networkOutputs").path(0).asText();
    JsonNode layer = tree.path("vertices").path(output).path("layerConf").path("layer");
    long count = layer.path("nout").asLong();
    return layer.path("@class").asText().endsWith(".OutputLayer") && count > 0
        ? OptionalLong.of(count)
        : OptionalLong.empty();
  }
}
