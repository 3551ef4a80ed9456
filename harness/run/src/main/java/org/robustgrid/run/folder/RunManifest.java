package org.robustgrid.run.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.Quarantine;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.HarnessCode;

/**
 * The plan and execution profile of a run folder.
 *
 * @param plan the grid, resolved
 * @param profile how its cells are computed; a resumed run keeps it
 */
public record RunManifest(GridPlan plan, ExecutionProfile profile) {

  private static final int MOST_SHOWN = 12;

  /** The harness's code is compared by its hash. */
  private static final Set<String> DECIDE_NOTHING =
      Set.of(
          "plan.analyses",
          "plan.checks",
          "plan.limits.cellMinutes",
          "plan.limits.trainingMinutes",
          "plan.limits.workerMegabytes",
          "plan.harness.commit",
          "plan.harness.jdk",
          "plan.harness.nd4j",
          "plan.harness.processor",
          "plan.harness.version");

  /** Whether a folder holds a run. */
  public static boolean exists(RunFolder folder) {
    return Files.exists(folder.manifest());
  }

  /**
   * Reads a folder's manifest.
   *
   * @throws UserException when there is none, it was changed, or it is of another format, or its
   *     profile cannot be computed under
   */
  public static RunManifest read(RunFolder folder) {
    if (!exists(folder)) {
      throw new UserException(
          folder.root() + " holds no run: there is no " + folder.manifest().getFileName());
    }
    requireFormat(folder);
    RunManifest manifest = SealedJson.read(folder.manifest(), RunManifest.class);
    requireProfile(folder, manifest.profile());
    return manifest;
  }

  /** The format is part of every cell's key: of another one's cells none is ever found. */
  private static void requireFormat(RunFolder folder) {
    otherFormat(folder)
        .ifPresent(
            message -> {
              throw new UserException(message);
            });
  }

  /**
   * What to say of a run of another format, whose files have other forms too; empty for one of this
   * format, and if the manifest does not state it.
   */
  public static Optional<String> otherFormat(RunFolder folder) {
    JsonNode found = SealedJson.read(folder.manifest(), JsonNode.class).path("plan").path("format");
    if (!found.isIntegralNumber() || found.longValue() == GridPlan.FORMAT) {
      return Optional.empty();
    }
    boolean older = found.longValue() < GridPlan.FORMAT;
    return Optional.of(
        folder.manifest()
            + " is of format "
            + found
            + ", and this version reads and writes format "
            + GridPlan.FORMAT
            + ": the run was computed by "
            + (older ? "an older" : "a newer")
            + " version, whose results are judged otherwise and cannot be mixed with this one's;"
            + " run its grid into another folder, or read this one with the version that wrote it");
  }

  /** Another version may support other executors or settings. */
  private static void requireProfile(RunFolder folder, ExecutionProfile profile) {
    profile
        .problem()
        .ifPresent(
            problem -> {
              throw new UserException(
                  "the execution profile of "
                      + folder.manifest()
                      + ": "
                      + problem
                      + ". Run its grid into another folder, or read this one with the version that"
                      + " wrote it");
            });
  }

  /**
   * The manifest of a new or resumed run.
   *
   * @param otherwise the profile of a new run; a resumed one keeps its own
   */
  public static RunManifest of(GridPlan plan, RunFolder folder, ExecutionProfile otherwise) {
    return new RunManifest(plan, profile(folder).orElse(otherwise));
  }

  /** The profile of the run that a folder holds; empty if it holds none, or a damaged one. */
  public static Optional<ExecutionProfile> profile(RunFolder folder) {
    try {
      return exists(folder) ? Optional.of(read(folder).profile()) : Optional.empty();
    } catch (DamagedFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Verifies that this manifest's run can start or resume in a folder. Changes nothing.
   *
   * @throws UserException when the folder's run is of something else
   */
  public void requireFits(RunFolder folder) {
    RunManifest stored;
    try {
      if (!exists(folder)) {
        return;
      }
      stored = read(folder);
    } catch (DamagedFileException e) {
      // starting the run writes it again
      return;
    }
    requireSame(stored, folder);
  }

  /**
   * Starts or resumes a run. Settings that cannot change a result (limits, file locations) are
   * taken from this manifest; code provenance is kept from the start of the run.
   *
   * @param lock proof that no other run is writing; a seal takes in what is written of the manifest
   * @param notes receives reports of a damaged manifest; results are found by key and need it not
   * @return what the folder's manifest now is
   * @throws UserException when the folder's run is of something else
   */
  public RunManifest settle(RunFolder folder, RunLock lock, Consumer<String> notes) {
    RunManifest settled = this;
    List<Path> written = new ArrayList<>(List.of(folder.manifest()));
    if (exists(folder)) {
      try {
        RunManifest stored = read(folder);
        requireSame(stored, folder);
        settled = new RunManifest(plan.withHarness(stored.plan().harness()), profile);
        if (settled.equals(stored)) {
          return settled;
        }
      } catch (DamagedFileException e) {
        Path aside = Quarantine.keepCopy(folder.manifest());
        written.add(aside);
        notes.accept(
            folder.manifest()
                + " was changed after it was written ("
                + e.what()
                + "); it is written again from the grid, and kept as "
                + aside.getFileName());
      }
    }
    settled.write(folder);
    RunSeal.follow(folder, lock, written);
    return settled;
  }

  public void write(RunFolder folder) {
    SealedJson.write(folder.manifest(), this);
  }

  /**
   * Refuses to mix results of two grids in one folder.
   *
   * @throws UserException naming every value that differs; limits may, and so may the places of
   *     files of equal content, the commit, the JDK and the processor
   */
  public void requireSame(RunManifest other, RunFolder folder) {
    List<String> differences = new ArrayList<>();
    compare("", comparable(), other.comparable(), differences);
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

  /** This manifest with files named by their hashes, for folders may be copied between machines. */
  private JsonNode comparable() {
    JsonNode tree = CanonicalJson.tree(this);
    if (tree.at("/plan/harness") instanceof ObjectNode harness) {
      List<String> parts = new ArrayList<>();
      harness.fieldNames().forEachRemaining(parts::add);
      parts.removeIf(part -> !HarnessCode.isOfOther(part, profile.executor()));
      harness.remove(parts);
    }
    nameByContent(tree);
    return tree;
  }

  private static void nameByContent(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.path("parameters") instanceof ObjectNode parameters
          && object.path("files") instanceof ObjectNode files) {
        parameters.setAll(files);
      }
      if (object.has("file") && object.has("fileHash")) {
        object.set("file", object.get("fileHash"));
      }
    }
    node.forEach(RunManifest::nameByContent);
  }

  private static void compare(String path, JsonNode here, JsonNode there, List<String> found) {
    if (DECIDE_NOTHING.contains(path) || here.equals(there)) {
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
