package org.robustgrid.models.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.robustgrid.models.graph.Refused;

/** A Sequential or Functional model, which may hold others, walked from its input on. */
final class KerasNetwork {

  private static final Map<String, Translation> TRANSLATIONS = new TreeMap<>();

  static {
    Activations.register(TRANSLATIONS);
    Windows.register(TRANSLATIONS);
    Shapes.register(TRANSLATIONS);
    Numbers.register(TRANSLATIONS);
  }

  private static final String INPUT = "InputLayer";
  private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

  private final KerasGraph graph;
  private final JsonNode config;
  private final String type;
  private final List<String> names;
  private final String archived;
  private final boolean recent;
  private final Map<String, JsonNode> layers = new LinkedHashMap<>();
  private final Map<String, String> folders = new HashMap<>();
  private final Map<String, KerasValue> values = new HashMap<>();
  private final Set<String> entered = new HashSet<>();

  /**
   * A model.
   *
   * @param description with its class_name and config
   * @param names of the models that it is nested in, and its own; empty for the outermost
   * @param archived path of its layers in an archive of Keras 3
   */
  KerasNetwork(
      KerasGraph graph, JsonNode description, List<String> names, String archived, boolean recent) {
    this.graph = graph;
    this.type = description.path("class_name").asText();
    this.config = description.path("config");
    this.names = names;
    this.archived = archived;
    this.recent = recent;
    if (type.isEmpty()) {
      throw new Refused("has a model without 'class_name'");
    }
    if (!MODELS.contains(type)) {
      throw new Refused(
          "holds a model of the class '"
              + type
              + "', whose code is not in the file; run it as a Python process instead");
    }
    Map<String, Integer> classes = new HashMap<>();
    // Keras 1 and 2.1 have the list itself
    for (JsonNode layer : config.isArray() ? config : config.path("layers")) {
      String name = name(layer);
      if (name.isEmpty() || layers.put(name, layer) != null) {
        throw new Refused("has two layers of the name '" + name + "'");
      }
      String folder = snakeCase(layer.path("class_name").asText());
      int count = classes.merge(folder, 1, Integer::sum);
      folders.put(name, count == 1 ? folder : folder + "_" + (count - 1));
    }
    if (layers.isEmpty()) {
      throw new Refused("has a model without layers");
    }
  }

  /**
   * What other layers call it; the configuration of an operation of TensorFlow has another name.
   */
  private static String name(JsonNode layer) {
    JsonNode name = layer.path("name");
    return name.isTextual() ? name.asText() : layer.path("config").path("name").asText();
  }

  /** As Keras names the folders of an archive. */
  static String snakeCase(String name) {
    return name.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** The input's shape with the batch in front, as the file gives it; null if it does not. */
  JsonNode inputShape() {
    JsonNode first = type.equals("Sequential") ? layers.values().iterator().next() : input();
    if (MODELS.contains(first.path("class_name").asText())) {
      return new KerasNetwork(graph, first, names, archived, recent).inputShape();
    }
    for (JsonNode in : List.of(first.path("config"), config, first.path("build_config"))) {
      for (String key :
          List.of("batch_input_shape", "batch_shape", "build_input_shape", "input_shape")) {
        if (in.path(key).isArray()) {
          return in.path(key);
        }
      }
    }
    return null;
  }

  private JsonNode input() {
    List<Reference> inputs = references(config.path("input_layers"));
    if (inputs.size() != 1) {
      throw new Refused("has " + inputs.size() + " inputs, but a classifier reads one");
    }
    return layer(inputs.get(0).layer());
  }

  private JsonNode layer(String name) {
    JsonNode layer = layers.get(name);
    if (layer == null) {
      throw new Refused("names the layer '" + name + "', which it does not have");
    }
    return layer;
  }

  /** Whether its images have channels last: what the first layer that says so says. */
  boolean channelsLast() {
    for (JsonNode layer : layers.values()) {
      if (layer.path("config").path("data_format").isTextual()) {
        return !layer.path("config").path("data_format").asText().equals("channels_first");
      }
      if (MODELS.contains(layer.path("class_name").asText())) {
        return new KerasNetwork(graph, layer, names, archived, recent).channelsLast();
      }
    }
    return true;
  }

  /** Translates the model. */
  KerasValue run(KerasValue x) {
    if (type.equals("Sequential")) {
      KerasValue value = x;
      for (Map.Entry<String, JsonNode> layer : layers.entrySet()) {
        if (!layer.getValue().path("class_name").asText().equals(INPUT)) {
          value = lower(layer.getKey(), List.of(value));
        }
      }
      return value;
    }
    values.put(key(new Reference(name(input()), 0)), x);
    List<Reference> outputs = references(config.path("output_layers"));
    if (outputs.size() != 1) {
      throw new Refused("has " + outputs.size() + " outputs, but a classifier has one, its logits");
    }
    return value(outputs.get(0));
  }

  private KerasValue lower(String name, List<KerasValue> inputs) {
    JsonNode json = layer(name);
    String layerType = json.path("class_name").asText();
    List<String> path = new ArrayList<>(names);
    path.add(name);
    String folder = archived + "/" + folders.get(name);
    KerasLayer layer =
        new KerasLayer(layerType, json.path("config"), new KerasPlace(path, folder), recent);
    if (MODELS.contains(layerType)) {
      if (inputs.size() != 1) {
        throw layer.refused("reads " + inputs.size() + " inputs, but one is read");
      }
      return new KerasNetwork(graph, json, path, folder + "/layers", recent).run(inputs.get(0));
    }
    if (layerType.isEmpty()) {
      throw new Refused("has a layer '" + name + "' without 'class_name'");
    }
    Translation translation = TRANSLATIONS.get(layerType);
    if (translation == null) {
      throw layer.refused(whyNot(layer));
    }
    return translation.translate(graph, layer, inputs);
  }

  private static String whyNot(KerasLayer layer) {
    String otherwise = "export the model to ONNX (tf2onnx), or run it as a Python process";
    return switch (layer.type()) {
      case "Lambda" -> "contains code, which is never executed; " + otherwise;
      case "TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer" ->
          "calls TensorFlow's "
              + operation(layer)
              + " without a layer of Keras, which is not read; build the model with the layer for"
              + " it, such as Add, Multiply, Activation or Rescaling, "
              + otherwise;
      case "Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention" ->
          "is attention, which is read from ONNX, but not from Keras; " + otherwise;
      default -> "is of a class that is not read; " + otherwise;
    };
  }

  private static String operation(KerasLayer layer) {
    JsonNode node = layer.config().path("node_def").path("op");
    return node.isTextual() ? node.asText() : layer.text("function", "operation");
  }

  /** One call of a layer: a shared layer has several. */
  private record Reference(String layer, int call) {}

  private static String key(Reference of) {
    return of.call() + " " + of.layer();
  }

  private KerasValue value(Reference of) {
    KerasValue known = values.get(key(of));
    if (known != null) {
      return known;
    }
    if (!entered.add(key(of))) {
      throw new Refused("layer '" + of.layer() + "' depends on itself");
    }
    JsonNode calls = layer(of.layer()).path("inbound_nodes");
    if (!calls.isArray() || of.call() >= calls.size()) {
      throw new Refused("layer '" + of.layer() + "' is not called, but its output is read");
    }
    List<KerasValue> inputs = new ArrayList<>();
    for (Reference input : references(calls.get(of.call()))) {
      inputs.add(value(input));
    }
    if (inputs.isEmpty()) {
      throw new Refused("layer '" + of.layer() + "' reads nothing");
    }
    KerasValue value = lower(of.layer(), inputs);
    values.put(key(of), value);
    return value;
  }

  /** Tensors that a list names: [layer, call, output], or an object of Keras 3. */
  private static List<Reference> references(JsonNode list) {
    List<Reference> found = new ArrayList<>();
    collect(list, found, 0);
    return found;
  }

  private static void collect(JsonNode node, List<Reference> found, int depth) {
    if (depth > 8) {
      throw new Refused("has lists of inputs that are nested too deep");
    }
    if (node.isArray() && node.size() >= 3 && node.get(0).isTextual() && node.get(1).isInt()) {
      if (node.get(2).asInt() != 0) {
        throw new Refused(
            "reads output " + node.get(2).asInt() + " of layer '" + node.get(0).asText() + "'");
      }
      found.add(new Reference(node.get(0).asText(), node.get(1).asInt()));
    } else if (node.isArray()) {
      node.forEach(child -> collect(child, found, depth + 1));
    } else if (node.path("class_name").asText().equals("__keras_tensor__")) {
      collect(node.path("config").path("keras_history"), found, depth + 1);
    } else if (node.isObject() && node.has("args")) {
      collect(node.path("args"), found, depth + 1);
    }
  }
}
