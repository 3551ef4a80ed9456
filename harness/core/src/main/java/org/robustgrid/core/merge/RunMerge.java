package org.robustgrid.core.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.robustgrid.core.UserException;
import org.robustgrid.core.run.CellStore;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.run.RunLock;
import org.robustgrid.core.run.RunManifest;
import org.robustgrid.core.store.AtomicFile;

/** Copies the results of run folders into one. */
public final class RunMerge {

  private static final List<String> PARTS = List.of("adversarials", "cells", "failures");

  private RunMerge() {}

  /**
   * Merges run folders.
   *
   * @param parts runs of the same plan under the same profile
   * @param out a new folder, or a run of the same plan; what it has already stays
   * @throws UserException when the parts do not belong together, or hold damaged files
   */
  public static void merge(List<RunFolder> parts, RunFolder out) {
    if (parts.isEmpty()) {
      throw new UserException("nothing to merge: give at least one run folder");
    }
    RunManifest manifest = RunManifest.read(parts.get(0));
    for (RunFolder part : parts) {
      manifest.requireSame(RunManifest.read(part), part);
      new CellStore(part).verify();
    }
    out.prepare();
    try (RunLock lock = RunLock.acquire(out)) {
      out.clean(lock);
      if (RunManifest.exists(out)) {
        manifest.requireSame(RunManifest.read(out), out);
      } else {
        manifest.write(out);
      }
      for (RunFolder part : parts) {
        copyModels(part, out);
        for (String name : PARTS) {
          copyAll(part.root().resolve(name), out.root().resolve(name));
        }
      }
      dropSettledFailures(out);
    }
  }

  /** A model's result is copied last: where it is, its files are. */
  private static void copyModels(RunFolder part, RunFolder out) {
    for (Path model : list(part.models())) {
      String key = model.getFileName().toString();
      if (Files.exists(part.modelResult(key)) && !Files.exists(out.modelResult(key))) {
        copyAll(part.modelEpochs(key), out.modelEpochs(key));
        for (Path file : list(model)) {
          if (Files.isRegularFile(file) && !file.equals(part.modelResult(key))) {
            copy(file, out.model(key).resolve(file.getFileName()));
          }
        }
        copy(part.modelResult(key), out.modelResult(key));
      }
    }
  }

  private static void copyAll(Path from, Path to) {
    for (Path file : list(from)) {
      if (Files.isRegularFile(file) && !Files.exists(to.resolve(file.getFileName()))) {
        copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void copy(Path from, Path to) {
    AtomicFile.write(to, part -> Files.copy(from, part));
  }

  /** A cell that failed in one part and succeeded in another has succeeded. */
  private static void dropSettledFailures(RunFolder out) {
    for (Path failure : list(out.failures())) {
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

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> !f.getFileName().toString().endsWith(AtomicFile.PART))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }
}
