package org.robustgrid.run.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.robustgrid.run.folder.Damage;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;

/** Collects the findings and notes of an audit. */
final class Findings {

  /** What to do about a result that is not what was computed. */
  static final String RUN_AGAIN =
      "run the grid into this folder again, which sets it aside and computes it again, or put the"
          + " original back";

  /** What to do about a file that the run does not compute again. */
  static final String SEAL_ANEW =
      "delete seal.json and run the grid into this folder again, which seals every file as it is";

  /** What to do about a report. */
  static final String DRAW_AGAIN = "'robustgrid report' draws it again from the results";

  private final RunFolder folder;
  private final List<Finding> all = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> files = new HashSet<>();

  Findings(RunFolder folder) {
    this.folder = folder;
  }

  void add(String file, String what, String remedy) {
    files.add(file);
    all.add(new Finding(file, what, remedy));
  }

  void add(Path file, String what, String remedy) {
    add(RunFiles.name(folder, file), what, remedy);
  }

  /** Takes a damaged result in, unless one of its files was named already. */
  void add(Damage damage) {
    if (damage.files().stream().noneMatch(this::names)) {
      Path file =
          damage.files().stream()
              .filter(f -> damage.what().startsWith(f + " "))
              .findFirst()
              .orElse(damage.files().get(0));
      String what = damage.what();
      String name = file + " ";
      add(file, what.startsWith(name) ? what.substring(name.length()) : what, RUN_AGAIN);
    }
  }

  void note(String text) {
    notes.add(text);
  }

  /** Whether something is wrong with a file. */
  boolean names(Path file) {
    return files.contains(RunFiles.name(folder, file));
  }

  /** Whether something is wrong with a file of some kind. */
  boolean concern(RunFiles.Kind kind) {
    return files.stream().anyMatch(file -> RunFiles.kind(file) == kind);
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
