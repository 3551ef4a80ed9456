package org.robustgrid.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.robustgrid.core.UserException;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.store.CanonicalJson;
import org.robustgrid.core.store.SealedJson;

/**
 * What a run folder was made for.
 *
 * @param plan the grid, resolved
 * @param profile how its cells are computed; a resumed run keeps it
 */
public record RunManifest(GridPlan plan, ExecutionProfile profile) {

  private static final int MOST_SHOWN = 12;

  /** Whether a folder holds a run. */
  public static boolean exists(RunFolder folder) {
    return Files.exists(folder.manifest());
  }

  /**
   * Reads a folder's manifest.
   *
   * @throws UserException when there is none, or it was changed
   */
  public static RunManifest read(RunFolder folder) {
    if (!exists(folder)) {
      throw new UserException(
          folder.root() + " holds no run: there is no " + folder.manifest().getFileName());
    }
    return SealedJson.read(folder.manifest(), RunManifest.class);
  }

  /**
   * The manifest of a run that begins or goes on.
   *
   * @param otherwise the profile of a run that begins; one that goes on keeps its own
   */
  public static RunManifest of(GridPlan plan, RunFolder folder, ExecutionProfile otherwise) {
    return new RunManifest(plan, exists(folder) ? read(folder).profile() : otherwise);
  }

  public void write(RunFolder folder) {
    SealedJson.write(folder.manifest(), this);
  }

  /**
   * Refuses to mix results of two grids in one folder.
   *
   * @throws UserException naming every value that differs; limits may
   */
  public void requireSame(RunManifest other, RunFolder folder) {
    List<String> differences = new ArrayList<>();
    compare("", CanonicalJson.tree(this), CanonicalJson.tree(other), differences);
    if (differences.isEmpty()) {
      return;
    }
    List<String> shown = differences.subList(0, Math.min(MOST_SHOWN, differences.size()));
    throw new UserException(
        folder.root()
            + " holds a run of something else; what differs:\n  "
            + String.join("\n  ", shown)
            + (shown.size() < differences.size()
                ? "\n  and " + (differences.size() - shown.size()) + " more"
                : "")
            + "\ngive another folder, or delete this one");
  }

  private static void compare(String path, JsonNode here, JsonNode there, List<String> found) {
    if (path.equals("plan.limits.cellMinutes")
        || path.equals("plan.limits.trainingMinutes")
        || path.equals("plan.limits.workerMegabytes")
        || here.equals(there)) {
      return;
    }
    if (here.isObject() && there.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      here.fieldNames().forEachRemaining(names::add);
      there.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(
            path.isEmpty() ? name : path + "." + name, here.path(name), there.path(name), found);
      }
    } else if (here.isArray() && there.isArray() && here.size() == there.size()) {
      for (int i = 0; i < here.size(); i++) {
        compare(path + "[" + name(here.get(i), i) + "]", here.get(i), there.get(i), found);
      }
    } else {
      found.add(path + ": in the folder " + brief(there) + ", now " + brief(here));
    }
  }

  /** The label of a list's element where it has one. */
  private static String name(JsonNode element, int index) {
    if (element.has("id") && element.has("row")) {
      return element.get("id").asText();
    }
    return Integer.toString(index);
  }

  private static String brief(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    if (node.isArray()) {
      List<String> names = new ArrayList<>();
      for (JsonNode element : node) {
        names.add(element.isObject() ? label(element) : element.asText());
      }
      String text = String.join(", ", names);
      return node.size()
          + " entries ("
          + (text.length() > 200 ? text.substring(0, 200) + "…" : text)
          + ")";
    }
    String text = node.toString();
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  private static String label(JsonNode element) {
    for (String key : List.of("row", "label", "norm")) {
      if (element.has(key)) {
        return element.get(key).asText();
      }
    }
    Iterator<Map.Entry<String, JsonNode>> fields = element.fields();
    while (fields.hasNext()) {
      JsonNode plugin = fields.next().getValue();
      if (plugin.has("label")) {
        return plugin.get("label").asText();
      }
    }
    return element.toString();
  }
}
