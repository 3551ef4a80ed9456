package org.robustgrid.report.html;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Formats the value of a setting. */
final class SettingText {

  private SettingText() {}

  /**
   * A parameter of a row in words. Where a defense leaves one at 0 that the training settings have
   * too, theirs counts, and is shown.
   */
  static String of(Map.Entry<String, Object> parameter, Map<String, Object> all) {
    boolean unset = parameter.getValue() instanceof Number number && number.doubleValue() == 0;
    Object trained =
        all.get("training") instanceof Map<?, ?> training ? training.get(parameter.getKey()) : null;
    return unset && trained != null ? of(trained) + ", as of training" : of(parameter.getValue());
  }

  /** A value in words: maps and lists spelled out, keys in alphabetical order. */
  static String of(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put(String.valueOf(key), inner));
      return sorted.entrySet().stream()
          .map(e -> e.getKey() + " " + nested(e.getValue()))
          .collect(Collectors.joining(", "));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SettingText::nested).collect(Collectors.joining(" "));
    }
    return String.valueOf(value);
  }

  private static String nested(Object value) {
    boolean compound = value instanceof Map<?, ?> || value instanceof List<?>;
    return compound ? "(" + of(value) + ")" : of(value);
  }
}
