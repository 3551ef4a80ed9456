package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.engine.tuning.Processor;
import org.robustgrid.run.coordinator.KernelMeasurement;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunKernels;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedCode;
import org.robustgrid.run.plugin.PluginRegistry;

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
   * What was settled; nothing of it is written yet.
   *
   * @param profile which names the table where there is one
   * @param table that the run's folder is to hold; empty where it needs none, or has its own
   */
  record Settled(ExecutionProfile profile, Optional<KernelTable> table) {

    private static Settled on(ExecutionProfile asked, KernelTable table) {
      return new Settled(asked.withKernels(table), Optional.of(table));
    }
  }

  /**
   * Settles, and leaves the run that a folder holds as it is.
   *
   * @param asked whose convolutions may be {@code measured}
   * @param given a table to use
   * @throws UserException when a table is missing, damaged or cannot be measured, or when the
   *     folder's run began otherwise
   */
  Settled settle(
      ExecutionProfile asked, Optional<KernelTable> given, RunFolder folder, GridPlan plan)
      throws InterruptedException {
    if (given.isPresent()) {
      noteOrigin(given.get(), asked);
      return Settled.on(asked, given.get());
    }
    if (!asked.convolutions().equals(MEASURED)) {
      return new Settled(asked, Optional.empty());
    }
    // a table without a run was left by a start that was killed, perhaps of another grid
    Optional<KernelTable> kept =
        RunManifest.exists(folder) ? kept(folder, asked, plan) : Optional.empty();
    if (kept.isEmpty()) {
      folder.prepare();
    }
    return Settled.on(asked, kept.isPresent() ? kept.get() : measure(plan, asked));
  }

  /** The table of a run that has begun; empty where its manifest is damaged and it has none. */
  private static Optional<KernelTable> kept(
      RunFolder folder, ExecutionProfile asked, GridPlan plan) {
    Optional<ExecutionProfile> begun = RunManifest.profile(folder);
    if (begun.isEmpty() && !Files.exists(folder.kernels())) {
      return Optional.empty();
    }
    if (begun.isPresent() && begun.get().kernelTable().isEmpty()) {
      // refused now, by all that differs, and not after an hour of measuring
      new RunManifest(plan, asked).requireFits(folder);
    }
    ExecutionProfile profile = begun.orElse(asked);
    RunKernels.require(folder, profile);
    try {
      return Optional.of(RunKernels.read(folder.kernels(), profile.nativeLibrary()));
    } catch (IllegalStateException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  /** What was the fastest elsewhere need not be so here; results are right all the same. */
  private void noteOrigin(KernelTable table, ExecutionProfile profile) {
    String cpu = Processor.name();
    if (table.threads() != profile.threads() || !table.cpu().equals(cpu)) {
      terminal.note(
          "table "
              + table.id()
              + " was measured on "
              + on(table.threads(), table.cpu())
              + ", but this run computes on "
              + on(profile.threads(), cpu)
              + ": other kernels may be faster here, which --convolutions "
              + MEASURED
              + " finds out");
    }
  }

  private static String on(int threads, String cpu) {
    return threads + (threads == 1 ? " thread of " : " threads of ") + cpu;
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
}
