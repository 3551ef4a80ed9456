package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Tells two groups of settings apart, value by value. */
final class Settings {

  private Settings() {}

  /**
   * A value that differs.
   *
   * @param before null if the baseline has none
   * @param after null if the candidate has none
   */
  record Change(String name, Object before, Object after) {

    /** The change in words. */
    String words() {
      return name + " " + word(before) + " became " + word(after);
    }

    private static String word(Object value) {
      if (value == null) {
        return "(missing)";
      }
      String text = value.toString();
      return text.matches("[0-9a-f]{40,64}(-dirty)?") ? text.substring(0, 12) + "…" : text;
    }
  }

  /** What differs, by name; of nested groups with the names of both. */
  static List<Change> changes(Map<String, ?> before, Map<String, ?> after) {
    List<Change> changes = new ArrayList<>();
    collect("", before, after, changes);
    return changes;
  }

  private static void collect(
      String within, Map<?, ?> before, Map<?, ?> after, List<Change> changes) {
    TreeSet<String> names = new TreeSet<>();
    before.keySet().forEach(key -> names.add(String.valueOf(key)));
    after.keySet().forEach(key -> names.add(String.valueOf(key)));
    for (String name : names) {
      Object one = before.get(name);
      Object other = after.get(name);
      String full = within.isEmpty() ? name : within + " " + name;
      if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
        collect(full, a, b, changes);
      } else if (!same(one, other)) {
        changes.add(new Change(full, one, other));
      }
    }
  }

  /** A number that a file wrote as a whole one is the same number. */
  private static boolean same(Object one, Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    if (one instanceof List<?> a && other instanceof List<?> b) {
      return a.size() == b.size()
          && IntStream.range(0, a.size()).allMatch(i -> same(a.get(i), b.get(i)));
    }
    return Objects.equals(one, other);
  }
}
