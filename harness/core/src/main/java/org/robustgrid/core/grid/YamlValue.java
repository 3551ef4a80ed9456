package org.robustgrid.core.grid;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a YAML text that knows its place, because a message without a line helps nobody.
 *
 * @param content a {@code Map<String, YamlValue>}, a {@code List<YamlValue>}, a scalar, or null
 */
public record YamlValue(Object content, Place place) {

  /**
   * Reads a text.
   *
   * @throws GridException when it is no YAML, or a key stands twice
   */
  public static YamlValue parse(String source, String text) {
    YAMLFactory factory =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        return new YamlValue(null, new Place(1, 1, ""));
      }
      return value(parser, "");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Place place = at == null ? new Place(1, 1, "") : place(at, "");
      Problems problems = new Problems(source);
      problems.add(place, "this is not YAML: " + e.getOriginalMessage());
      throw new GridException(source, problems.messages());
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory can always be read", e);
    }
  }

  private static Place place(JsonLocation at, String key) {
    return new Place(at.getLineNr(), at.getColumnNr(), key);
  }

  private static YamlValue value(JsonParser parser, String key) throws IOException {
    Place place = place(parser.currentTokenLocation(), key);
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, YamlValue> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser, key.isEmpty() ? name : key + "." + name));
        }
        yield new YamlValue(map, place);
      }
      case START_ARRAY -> {
        List<YamlValue> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, key + "[" + list.size() + "]"));
        }
        yield new YamlValue(list, place);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new YamlValue(parser.getNumberValue(), place);
      case VALUE_TRUE -> new YamlValue(true, place);
      case VALUE_FALSE -> new YamlValue(false, place);
      case VALUE_NULL -> new YamlValue(null, place);
      default -> new YamlValue(parser.getText(), place);
    };
  }

  /** The value without places: nested maps, lists and scalars. */
  Object plain() {
    if (content instanceof Map<?, ?> map) {
      Map<String, Object> result = new LinkedHashMap<>();
      map.forEach((k, v) -> result.put((String) k, ((YamlValue) v).plain()));
      return result;
    }
    if (content instanceof List<?> list) {
      List<Object> result = new ArrayList<>();
      list.forEach(v -> result.add(((YamlValue) v).plain()));
      return result;
    }
    return content;
  }

  /** What the value is, in words. */
  String kind() {
    if (content instanceof Map) {
      return "a mapping";
    }
    if (content instanceof List) {
      return "a list";
    }
    return content == null ? "nothing" : "'" + content + "'";
  }
}
