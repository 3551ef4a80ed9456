package org.robustgrid.run.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.run.cell.Claim;
import org.robustgrid.run.folder.Claims;
import org.robustgrid.run.folder.Damage;
import org.robustgrid.run.folder.IntegrityCheck;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;

/** Merges the results of several run folders into one. */
public final class RunMerge {

  private static final List<String> PARTS =
      List.of("adversarials", "image-sets", "claims", "cells", "failures");

  private RunMerge() {}

  /**
   * Merges run folders. Damaged results are left where they are and count as missing, so that a run
   * in the merged folder computes them.
   *
   * @param parts runs of the same plan under the same profile; nothing in them is changed
   * @param out a new folder, or a run of the same plan; what it has already stays
   * @param notes receives reports of damaged results
   * @throws UserException when the parts do not belong together, or a run works in one of them
   */
  public static void merge(List<RunFolder> parts, RunFolder out, Consumer<String> notes) {
    Map<Path, RunFolder> sources = new LinkedHashMap<>();
    parts.forEach(part -> sources.put(part.root(), part));
    // what the folder has already stays: it is no source of its own
    sources.remove(out.root());
    if (sources.isEmpty()) {
      throw new UserException(
          "nothing to merge: give at least one run folder other than the one that is written");
    }
    List<RunLock> locks = new ArrayList<>();
    try {
      for (RunFolder part : sources.values()) {
        RunManifest.read(part);
        locks.add(RunLock.acquireToRead(part));
      }
      mergeLocked(List.copyOf(sources.values()), out, notes);
    } finally {
      locks.forEach(RunLock::close);
    }
  }

  private static void mergeLocked(List<RunFolder> parts, RunFolder out, Consumer<String> notes) {
    RunManifest manifest = RunManifest.read(parts.get(0));
    for (RunFolder part : parts) {
      RunManifest other = RunManifest.read(part);
      manifest.requireSame(other, part);
      if (!manifest.plan().checks().equals(other.plan().checks())) {
        throw new UserException(
            part.root()
                + " was run with other 'checks' than "
                + parts.get(0).root()
                + ", so that rows would lose what theirs found; run its grid again with the same"
                + " checks, then merge");
      }
      if (!manifest.plan().analyses().equals(other.plan().analyses())) {
        throw new UserException(
            part.root()
                + " was run with other 'analyses' than "
                + parts.get(0).root()
                + ", so that boards would lack what theirs found; run its grid again with the same"
                + " analyses, then merge");
      }
    }
    out.prepare();
    try (RunLock lock = RunLock.acquire(out)) {
      manifest.requireFits(out);
      // from here on the folder changes, and nothing is left to refuse
      out.clean(lock);
      RunSeal.remove(out, lock);
      manifest.settle(out, lock, notes);
      for (Damage damage : new IntegrityCheck(out).setAside(lock)) {
        notes.accept(damage.what() + "; it was set aside as *.damaged");
      }
      for (RunFolder part : parts) {
        Set<Path> damaged = new HashSet<>();
        for (Damage damage : new IntegrityCheck(part).find()) {
          notes.accept(damage.what() + "; it is left out: run the grid in the merged folder");
          damaged.addAll(damage.files());
        }
        copyModels(part, out, damaged);
        for (String name : PARTS) {
          copyAll(part.root().resolve(name), out.root().resolve(name), damaged);
        }
      }
      copyClaims(parts, out, notes);
      dropSettledFailures(out);
    }
  }

  /** A model's result is copied last: where it is, its files are. */
  private static void copyModels(RunFolder part, RunFolder out, Set<Path> damaged) {
    for (Path model : RunFolder.list(part.models())) {
      String key = model.getFileName().toString();
      boolean usable =
          Files.exists(part.modelResult(key)) && !damaged.contains(part.modelResult(key));
      if (usable && !Files.exists(out.modelResult(key))) {
        copyAll(part.modelEpochs(key), out.modelEpochs(key), damaged);
        for (Path file : RunFolder.list(model)) {
          if (Files.isRegularFile(file) && !file.equals(part.modelResult(key))) {
            copy(file, out.model(key).resolve(file.getFileName()));
          }
        }
        copy(part.modelResult(key), out.modelResult(key));
      }
    }
  }

  /** Claims of all parts, each once; a list that was changed is left out, and said. */
  private static void copyClaims(List<RunFolder> parts, RunFolder out, Consumer<String> notes) {
    Claims all = Claims.of(out);
    for (RunFolder part : parts) {
      try {
        for (Claim claim : Claims.of(part).claims()) {
          all = all.and(claim);
        }
      } catch (DamagedFileException e) {
        notes.accept(
            e.file() + " " + e.change() + "; its claims are left out: claim the images again");
      }
    }
    if (!all.claims().isEmpty()) {
      all.write(out);
    }
  }

  private static void copyAll(Path from, Path to, Set<Path> damaged) {
    for (Path file : RunFolder.list(from)) {
      if (Files.isRegularFile(file)
          && !damaged.contains(file)
          && !Files.exists(to.resolve(file.getFileName()))) {
        copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void copy(Path from, Path to) {
    AtomicFile.write(to, out -> Files.copy(from, out));
  }

  /** A cell that failed in one part and succeeded in another has succeeded. */
  private static void dropSettledFailures(RunFolder out) {
    for (Path failure : RunFolder.list(out.failures())) {
      String name = failure.getFileName().toString();
      String key = name.substring(0, name.length() - ".json".length());
      if (Files.exists(out.cell(key)) || Files.exists(out.modelResult(key))) {
        try {
          Files.delete(failure);
        } catch (IOException e) {
          throw AtomicFile.unwritable(failure, e);
        }
      }
    }
  }
}
