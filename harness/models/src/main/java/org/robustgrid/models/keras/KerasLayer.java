package org.robustgrid.models.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.models.graph.Refused;

/**
 * A layer as a file describes it.
 *
 * @param type its class in Keras
 * @param config its arguments
 * @param place of its weights
 * @param recent whether Keras 3 wrote it
 */
record KerasLayer(String type, JsonNode config, KerasPlace place, boolean recent) {

  String name() {
    return String.join("/", place.names());
  }

  Refused refused(String why) {
    return new Refused("layer '" + name() + "' (" + type + ") " + why);
  }

  boolean has(String key) {
    return config.hasNonNull(key);
  }

  String text(String key, String otherwise) {
    JsonNode value = config.path(key);
    if (value.isTextual()) {
      return value.asText();
    }
    // Keras 3 writes a function as an object
    if (value.isObject() && value.path("config").isTextual()) {
      return value.path("config").asText();
    }
    if (value.isObject() && value.path("class_name").isTextual()) {
      return value.path("class_name").asText();
    }
    return otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    return config.path(key).asBoolean(otherwise);
  }

  double number(String key, double otherwise) {
    JsonNode value = config.path(key);
    return value.isNumber() ? value.asDouble() : otherwise;
  }

  /** One or two sizes as two, of height and width. */
  long[] pair(String key, long otherwise) {
    JsonNode value = config.path(key);
    if (value.isIntegralNumber()) {
      return new long[] {value.asLong(), value.asLong()};
    }
    if (value.isArray() && value.size() == 2) {
      return new long[] {value.get(0).asLong(), value.get(1).asLong()};
    }
    if (value.isArray() && value.size() == 1) {
      return new long[] {value.get(0).asLong(), value.get(0).asLong()};
    }
    return new long[] {otherwise, otherwise};
  }

  /** Numbers of a list, however deep it is nested; one number is a list of one. */
  Optional<double[]> numbers(String key) {
    JsonNode value = config.path(key);
    if (value.isNumber()) {
      return Optional.of(new double[] {value.asDouble()});
    }
    if (!value.isArray()) {
      return Optional.empty();
    }
    List<Double> flat = new ArrayList<>();
    flatten(value, flat, 0);
    return Optional.of(flat.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private void flatten(JsonNode value, List<Double> into, int depth) {
    for (JsonNode entry : value) {
      if (entry.isNumber()) {
        into.add(entry.asDouble());
      } else if (entry.isArray() && depth < 8) {
        flatten(entry, into, depth + 1);
      } else {
        throw refused("has " + value + " where numbers are needed");
      }
    }
  }

  long[] wholes(String key) {
    double[] values = numbers(key).orElseThrow(() -> refused("lacks '" + key + "'"));
    long[] whole = new long[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (long) values[i];
    }
    return whole;
  }

  /** Whether its images have their channels last, which Keras assumes. */
  boolean channelsLast() {
    return !text("data_format", "channels_last").equals("channels_first");
  }
}
