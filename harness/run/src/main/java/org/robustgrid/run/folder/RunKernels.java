package org.robustgrid.run.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.engine.tuning.KernelFile;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.plan.ExecutionProfile;

/**
 * The table of kernels that a run computes by, kept beside its manifest, whose profile names it.
 */
public final class RunKernels {

  private RunKernels() {}

  /**
   * Writes a run's table where it does not lie there already. A seal takes the file in, and vouches
   * for no other.
   *
   * @param lock proof that no other run is writing
   */
  public static void write(RunFolder folder, RunLock lock, KernelTable table) {
    byte[] text = KernelFile.text(table).getBytes(StandardCharsets.UTF_8);
    if (holds(folder.kernels(), text)) {
      return;
    }
    AtomicFile.write(folder.kernels(), text);
    RunSeal.amend(folder, lock, List.of(folder.kernels()));
  }

  private static boolean holds(Path file, byte[] text) {
    try {
      return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Reads a table.
   *
   * @param nativeLibrary that is to use it
   * @throws IllegalStateException when the file is missing, damaged, or of another native library
   */
  public static KernelTable read(Path file, String nativeLibrary) {
    try {
      return KernelFile.read(file, nativeLibrary);
    } catch (NullPointerException e) {
      // JSON may say null where a table or a kernel belongs, which no written table does
      throw new IllegalStateException(
          file
              + " is no table of kernels, or was changed after it was written (it holds null where"
              + " something is needed); put the original back, or measure anew (--convolutions"
              + " measured)",
          e);
    }
  }

  /**
   * Makes sure that a run can have the table that its profile names: the folder has it, or one that
   * is given may be written there.
   *
   * @param profile of a run that the folder's manifest is of, unless it is damaged or missing
   * @throws UserException when the folder lacks the table and none is given; when one is given and
   *     a damaged manifest leaves open whether another in the folder is the run's
   */
  public static void require(
      RunFolder folder, ExecutionProfile profile, Optional<KernelTable> given) {
    if (given.isEmpty()) {
      require(folder, profile);
      return;
    }
    boolean open = RunManifest.exists(folder) && RunManifest.profile(folder).isEmpty();
    if (open && Files.exists(folder.kernels()) && problem(folder, profile).isPresent()) {
      throw new UserException(
          folder.kernels()
              + " is not replaced by the table "
              + given.get().id()
              + ": "
              + folder.manifest().getFileName()
              + " is damaged, and it may be the only copy of what the run computed by; put "
              + folder.manifest().getFileName()
              + " back, give another folder, or move "
              + folder.kernels().getFileName()
              + " away");
    }
  }

  /**
   * Makes sure that a run has the table that its profile names, if it names one.
   *
   * @throws UserException when the table is missing, was changed, or is another
   */
  public static void require(RunFolder folder, ExecutionProfile profile) {
    problem(folder, profile)
        .ifPresent(
            what -> {
              throw new UserException(
                  what
                      + "; the run computes by the table "
                      + profile.kernelTable().orElseThrow()
                      + ": put the original back, or give its file (--convolutions FILE)");
            });
  }

  /** Why a run lacks the table that its profile names; empty where it does not. */
  public static Optional<String> problem(RunFolder folder, ExecutionProfile profile) {
    Optional<String> id = profile.kernelTable();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.exists(folder.kernels())) {
      return Optional.of(folder.kernels() + " is missing");
    }
    try {
      KernelTable table = read(folder.kernels(), profile.nativeLibrary());
      return table.id().equals(id.get())
          ? Optional.empty()
          : Optional.of(folder.kernels() + " holds another table, " + table.id());
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }
}
