package org.robustgrid.run.coordinator;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;

/**
 * Has a worker of its own measure which kernels are the fastest for the networks of a plan. What
 * that worker computes meanwhile is thrown away.
 */
public final class KernelMeasurement {

  private static final double MINUTES = 60;

  private KernelMeasurement() {}

  /**
   * Measures.
   *
   * @param profile library, threads and batch to measure with
   * @param plugins the dropped-in plugins that the networks come from
   * @param elsewhere an empty folder to work in
   * @throws UserException when no worker can start, or a network cannot be made
   */
  public static KernelTable measure(
      GridPlan plan, ExecutionProfile profile, List<Path> plugins, Path elsewhere)
      throws InterruptedException {
    RunFolder work = new RunFolder(elsewhere.resolve("run"));
    String measured = NativeLibrary.Convolutions.MEASURED.label();
    RunManifest manifest = new RunManifest(plan, profile.withConvolutions(measured));
    manifest.write(work);
    try (UnitRunner runner =
        new UnitRunner(work, manifest, plugins, elsewhere.resolve("worker.log"))) {
      return runner.compute(WorkUnit.kernels(MINUTES), KernelTable.class);
    }
  }
}
