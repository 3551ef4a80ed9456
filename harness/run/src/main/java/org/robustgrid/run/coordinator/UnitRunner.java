package org.robustgrid.run.coordinator;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;

/**
 * Computes single units in a worker outside a run. Results are returned instead of stored, and the
 * log is written elsewhere.
 */
public final class UnitRunner implements AutoCloseable {

  private final WorkerCommand command;
  private final Path log;
  private WorkerProcess worker;

  /**
   * A runner; its worker is started for the first unit.
   *
   * @param folder which the worker reads
   * @param plugins the dropped-in plugins that the units need
   * @param log receives the worker's output
   */
  public UnitRunner(RunFolder folder, RunManifest manifest, List<Path> plugins, Path log) {
    WorkerCount count =
        WorkerCount.choose(manifest.profile(), 1, WorkerCount.heap(manifest.plan()), 1);
    this.command =
        new WorkerCommand(
            folder,
            manifest.profile(),
            RunOptions.DEFAULT.withPlugins(plugins),
            count.heapMegabytes(),
            count.nativeMegabytes());
    this.log = log;
  }

  /**
   * Computes a unit.
   *
   * @throws UserException when no worker can start, or the unit fails
   */
  public <T> T compute(WorkUnit unit, Class<T> type) throws InterruptedException {
    if (worker == null || !worker.alive()) {
      worker = WorkerProcess.start(command, log);
    }
    UnitOutcome outcome = worker.execute(unit, RunOptions.DEFAULT.graceSeconds(), RunListener.NONE);
    if (outcome instanceof UnitOutcome.Finished finished) {
      return CanonicalJson.read(CanonicalJson.write(finished.result()), type);
    }
    UnitOutcome.Failed failed =
        outcome instanceof UnitOutcome.NotBegun lost ? lost.why() : (UnitOutcome.Failed) outcome;
    throw new UserException(unit.describe() + ": " + failed.message());
  }

  @Override
  public void close() {
    if (worker != null) {
      worker.close();
    }
  }
}
