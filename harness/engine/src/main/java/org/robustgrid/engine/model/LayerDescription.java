package org.robustgrid.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.data.DataException;

/**
 * One layer of a {@code model.json}: typed access to its fields, with errors that name the layer.
 *
 * @param node the layer's JSON object
 * @param name its name
 * @param type its type
 */
record LayerDescription(JsonNode node, String name, String type) {

  static LayerDescription of(JsonNode node, int position) {
    String name = node.path("name").asText("");
    String type = node.path("type").asText("");
    if (name.isBlank() || type.isBlank()) {
      throw new DataException(
          "model description: layer " + position + " must have a 'name' and a 'type': " + node);
    }
    return new LayerDescription(node, name, type);
  }

  /** A whole number of at least {@code minimum}. */
  long integer(String field, long minimum) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      throw error("needs a field '" + field + "'");
    }
    return checked(field, value, minimum);
  }

  long integer(String field, long minimum, long defaultValue) {
    return node.has(field) ? integer(field, minimum) : defaultValue;
  }

  /** One number for both directions, or [rows, columns]. */
  int[] pair(String field, long minimum, int[] defaultValue) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() && defaultValue.length == 2) {
      return defaultValue;
    }
    if (value.isArray() && value.size() == 2) {
      return new int[] {
        (int) checked(field, value.get(0), minimum), (int) checked(field, value.get(1), minimum)
      };
    }
    int both = (int) integer(field, minimum);
    return new int[] {both, both};
  }

  private long checked(String field, JsonNode value, long minimum) {
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asLong() < minimum) {
      throw error(
          "field '" + field + "' must be a whole number of at least " + minimum + ", not " + value);
    }
    return value.asLong();
  }

  double number(String field, double defaultValue) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return defaultValue;
    }
    if (!value.isNumber()) {
      throw error("field '" + field + "' must be a number, not " + value);
    }
    return value.asDouble();
  }

  boolean flag(String field, boolean defaultValue) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return defaultValue;
    }
    if (!value.isBoolean()) {
      throw error("field '" + field + "' must be true or false, not " + value);
    }
    return value.asBoolean();
  }

  /** Names of the layers it reads, or the given one where the file does not say. */
  List<String> inputs(String previous) {
    if (!node.has("inputs")) {
      return List.of(previous);
    }
    List<String> inputs = new ArrayList<>();
    node.get("inputs").forEach(input -> inputs.add(input.asText()));
    return inputs;
  }

  DataException error(String message) {
    return new DataException(
        "model description: layer '" + name + "' of type '" + type + "' " + message);
  }
}
