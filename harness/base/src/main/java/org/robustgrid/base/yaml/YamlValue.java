package org.robustgrid.base.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a YAML text that knows its place, because a message without a line helps nobody.
 *
 * @param content a {@code Map<String, YamlValue>}, a {@code List<YamlValue>}, null, or a scalar: a
 *     text, a {@code Long} (where it is too large a {@code BigInteger}), a {@code Double}, a {@code
 *     Boolean}
 * @param text a scalar as it was written, without quotes; empty for others
 * @param quoted whether a scalar stands in quotes or in a block, and so is a text whatever it looks
 *     like
 */
public record YamlValue(Object content, String text, boolean quoted, Place place) {

  /** A value that is no scalar. */
  public YamlValue(Object content, Place place) {
    this(content, "", false, place);
  }

  /**
   * Reads a text: one document of YAML 1.2 with its core schema. Aliases and merge keys are
   * resolved.
   *
   * @param problems receives what a grid must not have: tags, keys that stand twice, more documents
   * @throws YamlException with all problems when the text cannot be read to its end
   */
  public static YamlValue parse(String source, String text, Problems problems) {
    return new YamlReader(source, text, problems).read();
  }

  /** The same value elsewhere: what an alias stands for. */
  public YamlValue at(Place other) {
    return new YamlValue(content, text, quoted, other);
  }

  public boolean isScalar() {
    return content != null && !(content instanceof Map) && !(content instanceof List);
  }

  /** The value without places: nested maps, lists and scalars. */
  public Object plain() {
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
  public String kind() {
    if (content instanceof Map) {
      return "a mapping";
    }
    if (content instanceof List) {
      return "a list";
    }
    return content == null ? "nothing" : "'" + text + "'";
  }
}
