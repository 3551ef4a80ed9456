package org.robustgrid.run.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.Seal;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.folder.Damage;
import org.robustgrid.run.folder.IntegrityCheck;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFiles.Kind;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunSeal;

/**
 * Compares every file of a run folder with the run's seal, and every result with its own hashes.
 */
final class FileAudit {

  private static final String TAKE_OUT = "take it out, or keep it: " + Findings.SEAL_ANEW;

  private final RunFolder folder;
  private final Findings findings;
  private final SortedMap<String, Path> files;

  FileAudit(RunFolder folder, Findings findings) {
    this.folder = folder;
    this.findings = findings;
    this.files = RunFiles.list(folder);
  }

  int files() {
    return files.size();
  }

  /** Whether the run was sealed at all. */
  boolean sealed() {
    return files.containsKey(RunFiles.name(folder, folder.seal()));
  }

  void check() {
    compareWithSeal();
    for (Damage damage : new IntegrityCheck(folder).find()) {
      findings.add(damage);
    }
    checkArtifacts();
    files.forEach(this::checkStranger);
    long aside = files.keySet().stream().filter(f -> RunFiles.kind(f) == Kind.SET_ASIDE).count();
    if (aside > 0) {
      findings.note(
          aside
              + " files were set aside as damaged earlier (*.damaged) and are not counted;"
              + " 'robustgrid gc' removes them");
    }
  }

  private void compareWithSeal() {
    Optional<Seal> seal;
    try {
      seal = RunSeal.read(folder);
    } catch (DamagedFileException e) {
      findings.add(
          e.file(),
          e.change(),
          "put the original back, or run the grid into this folder again, which seals it again;"
              + " without the seal logs and checkpoints cannot be checked");
      return;
    }
    if (seal.isPresent()) {
      Set<String> sealed = seal.get().files().keySet();
      seal.get()
          .differences(RunSeal.files(folder))
          .forEach(
              (name, what) ->
                  findings.add(name, what, sealed.contains(name) ? remedy(name) : TAKE_OUT));
    }
  }

  private String remedy(String name) {
    return switch (RunFiles.kind(name)) {
      case MANIFEST ->
          "put the original back, or run the grid into this folder again, which writes it again";
      case REPORT -> Findings.DRAW_AGAIN;
      case CLAIMS -> "put the original back, or take the claims out and claim again";
      case LOG ->
          "it affects no result, but is not the log that the workers wrote; put it back, or keep"
              + " what is there: "
              + Findings.SEAL_ANEW;
      case SET_ASIDE, PART, PARTIAL, CHECKPOINT, ARTIFACT ->
          "it affects no existing result; put the original back, or have 'robustgrid gc' remove"
              + " what is left of it, or keep what is there: "
              + Findings.SEAL_ANEW;
      default -> Findings.RUN_AGAIN;
    };
  }

  /** An artifact's folder is named by the hash of its key, which its own seal holds. */
  private void checkArtifacts() {
    files.forEach(
        (name, file) -> {
          if (RunFiles.kind(name) == Kind.ARTIFACT && name.endsWith(".seal")) {
            String hash = file.getFileName().toString().replace(".seal", "");
            Path artifact = file.resolveSibling(hash);
            if (Files.isDirectory(artifact) && !findings.names(file)) {
              Seal.problem(file, key -> Sha256.of(key).equals(hash), artifact)
                  .ifPresent(
                      what ->
                          findings.add(
                              artifact,
                              what,
                              "put the original back, or have 'robustgrid gc' remove it; a training"
                                  + " that needs it makes it again"));
            }
          }
        });
  }

  private void checkStranger(String name, Path file) {
    if (RunFiles.kind(name) == Kind.FOREIGN) {
      findings.add(
          name,
          "does not belong to a run, and is not sealed",
          "move it out of the folder of the run");
    } else if (RunFiles.kind(name) == Kind.LOCK && size(file) > 0) {
      findings.add(
          name,
          "holds text although no run works in the folder",
          "a command was killed in this folder, or the file was edited; run the grid into this folder"
              + " again, which leaves it empty");
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
