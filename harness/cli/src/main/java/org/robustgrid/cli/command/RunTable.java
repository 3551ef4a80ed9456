package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.core.UserException;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.plan.PlannedCode;
import org.robustgrid.core.plugin.PluginRegistry;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.run.RunKernels;
import org.robustgrid.core.run.RunLock;
import org.robustgrid.core.run.RunManifest;
import org.robustgrid.core.worker.KernelMeasurement;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.KernelFile;
import org.robustgrid.engine.tuning.KernelTable;

/** Settles the table of kernels of a run: the one it has, one that is given, or one measured. */
final class RunTable {

  private static final String MEASURED = NativeLibrary.Convolutions.MEASURED.label();

  private final Provider<PluginRegistry> registry;
  private final Terminal terminal;

  @Inject
  RunTable(Provider<PluginRegistry> registry, Terminal terminal) {
    this.registry = registry;
    this.terminal = terminal;
  }

  /**
   * Settles.
   *
   * @param asked whose convolutions may be {@code measured}
   * @param given a table to use
   * @return the profile that names the table which then lies in the folder; the same one where
   *     convolutions need none
   * @throws UserException when a table is missing, damaged or cannot be measured
   */
  ExecutionProfile settle(
      ExecutionProfile asked, Optional<KernelTable> given, RunFolder folder, GridPlan plan)
      throws InterruptedException {
    if (given.isPresent()) {
      ExecutionProfile profile = asked.withKernels(given.get());
      keep(given.get(), profile, folder);
      return profile;
    }
    if (!asked.convolutions().equals(MEASURED)) {
      return asked;
    }
    boolean begun = RunManifest.exists(folder);
    Optional<KernelTable> kept = kept(folder, asked, begun);
    if (kept.isPresent()) {
      return asked.withKernels(kept.get());
    }
    KernelTable table = measure(plan, asked);
    ExecutionProfile profile = asked.withKernels(table);
    keep(table, profile, folder);
    return profile;
  }

  /** The table that a run has; where none has begun, a damaged one is measured anew. */
  private static Optional<KernelTable> kept(
      RunFolder folder, ExecutionProfile asked, boolean begun) {
    if (!Files.exists(folder.kernels())) {
      return Optional.empty();
    }
    try {
      return Optional.of(KernelFile.read(folder.kernels(), asked.nativeLibrary()));
    } catch (IllegalStateException e) {
      if (begun) {
        throw new UserException(e.getMessage(), e);
      }
      return Optional.empty();
    }
  }

  private KernelTable measure(GridPlan plan, ExecutionProfile profile) throws InterruptedException {
    terminal.note("measuring which kernels are the fastest for the grid's networks");
    Path elsewhere = TemporaryFolder.create("kernels");
    try {
      List<Path> plugins = PlannedCode.locations(plan, registry.get());
      KernelTable table = KernelMeasurement.measure(plan, profile, plugins, elsewhere);
      terminal.note(table.kernels().size() + " kernels measured, table " + table.id());
      return table;
    } finally {
      RunFolder.delete(elsewhere);
    }
  }

  /** A run of something else is left as it is: the coordinator refuses it by name. */
  private static void keep(KernelTable table, ExecutionProfile profile, RunFolder folder) {
    folder.prepare();
    try (RunLock lock = RunLock.acquire(folder)) {
      boolean own =
          RunManifest.profile(folder)
              .map(kept -> kept.kernelTable().equals(profile.kernelTable()))
              .orElse(true);
      if (own) {
        RunKernels.write(folder, lock, table);
      }
    }
  }
}
