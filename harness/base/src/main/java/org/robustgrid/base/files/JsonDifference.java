package org.robustgrid.base.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Names the values in which two JSON trees differ. */
public final class JsonDifference {

  private static final int LONGEST = 60;

  private final String here;
  private final String there;
  private final List<String> found = new ArrayList<>();

  private JsonDifference(String here, String there) {
    this.here = here;
    this.there = there;
  }

  /**
   * The differences, each as {@code path: HERE 1, THERE 2}.
   *
   * @param here what to call the first tree
   * @param there what to call the second
   */
  public static List<String> list(JsonNode first, JsonNode second, String here, String there) {
    JsonDifference difference = new JsonDifference(here, there);
    difference.compare("", first, second);
    return difference.found;
  }

  private void compare(String path, JsonNode first, JsonNode second) {
    if (first.equals(second)) {
      return;
    }
    if (first.isObject() && second.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      first.fieldNames().forEachRemaining(names::add);
      second.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(path.isEmpty() ? name : path + "." + name, first.path(name), second.path(name));
      }
    } else if (first.isArray() && second.isArray() && first.size() == second.size()) {
      for (int i = 0; i < first.size(); i++) {
        compare(path + "[" + i + "]", first.get(i), second.get(i));
      }
    } else if (first.isTextual() && second.isTextual()) {
      texts(path, first.asText(), second.asText());
    } else {
      found.add(path + ": " + here + " " + brief(first) + ", " + there + " " + brief(second));
    }
  }

  /** Long texts, such as outcome bits, are described by the first position at which they differ. */
  private void texts(String path, String first, String second) {
    int from = 0;
    while (from < Math.min(first.length(), second.length())
        && first.charAt(from) == second.charAt(from)) {
      from++;
    }
    String place = Math.max(first.length(), second.length()) > LONGEST ? "[" + from + "]" : "";
    int start = place.isEmpty() ? 0 : from;
    found.add(
        path
            + place
            + ": "
            + here
            + " '"
            + cut(first.substring(start))
            + "', "
            + there
            + " '"
            + cut(second.substring(start))
            + "'");
  }

  private static String brief(JsonNode node) {
    return node.isMissingNode() ? "nothing" : cut(node.toString());
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
