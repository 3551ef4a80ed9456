package org.robustgrid.core.run;

import java.nio.file.Files;
import java.util.Optional;
import org.robustgrid.core.UserException;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.store.AtomicFile;
import org.robustgrid.engine.tuning.KernelFile;
import org.robustgrid.engine.tuning.KernelTable;

/**
 * The table of kernels that a run computes by, kept beside its manifest, whose profile names it.
 */
public final class RunKernels {

  private RunKernels() {}

  /**
   * Writes a run's table, and breaks the seal of the folder, which was of another.
   *
   * @param lock proof that no other run is writing
   */
  public static void write(RunFolder folder, RunLock lock, KernelTable table) {
    RunSeal.remove(folder, lock);
    AtomicFile.write(folder.kernels(), KernelFile.text(table));
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
      KernelTable table = KernelFile.read(folder.kernels(), profile.nativeLibrary());
      return table.id().equals(id.get())
          ? Optional.empty()
          : Optional.of(folder.kernels() + " holds another table, " + table.id());
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }
}
