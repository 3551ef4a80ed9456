package org.robustgrid.report.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A setting that two runs do not have in common.
 *
 * @param name of the setting
 * @param first its value in A, null if A has none
 * @param second its value in B, null if B has none
 */
public record Change(String name, Object first, Object second) {

  /**
   * The settings that differ, by name.
   *
   * @param kind put before each name; may be empty
   */
  static List<Change> between(String kind, Map<String, ?> first, Map<String, ?> second) {
    TreeSet<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(first.get(name), second.get(name))) {
        changes.addAll(
            inside(kind.isEmpty() ? name : kind + " " + name, first.get(name), second.get(name)));
      }
    }
    return changes;
  }

  /** Of two groups of settings those that differ, else the two values. */
  private static List<Change> inside(String name, Object first, Object second) {
    if (first instanceof Map<?, ?> a && second instanceof Map<?, ?> b) {
      return between(name, named(a), named(b));
    }
    return List.of(new Change(name, first, second));
  }

  private static Map<String, Object> named(Map<?, ?> values) {
    Map<String, Object> named = new TreeMap<>();
    values.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }
}
