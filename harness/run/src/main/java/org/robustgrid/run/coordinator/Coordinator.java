package org.robustgrid.run.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.ResultStore;
import org.robustgrid.run.folder.Damage;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.IntegrityCheck;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plan.GridPlan;

/**
 * Runs a plan in a folder: sends units to workers, stores their results, and continues if a worker
 * dies. Finished cells are not computed again; failed ones are retried.
 */
public final class Coordinator {

  private final RunOptions options;
  private final RunListener listener;

  public Coordinator(RunOptions options, RunListener listener) {
    this.options = options;
    this.listener = listener;
  }

  /**
   * Runs a plan.
   *
   * @param asked plan and profile; when the folder holds a run, it must be of the same
   * @return how it ended; cells that failed do not throw
   * @throws UserException when the folder is in use, unwritable or of another run, all of which
   *     leave the run in it as it was; or when no worker can start
   */
  public RunOutcome run(RunManifest asked, RunFolder folder) throws InterruptedException {
    long start = System.nanoTime();
    folder.prepare();
    try (RunLock lock = RunLock.acquire(folder)) {
      RunManifest manifest = asked.settle(folder, lock, listener::note);
      folder.clean(lock);
      FolderStore store = new FolderStore(folder);
      GridPlan plan = manifest.plan();
      Cells cells = new Cells(plan, manifest.profile(), store);
      setDamagedAside(new IntegrityCheck(folder).setAside(lock), cells);
      Schedule schedule = new Schedule(cells, options.shard().models(plan));
      WorkerCount count =
          WorkerCount.choose(
              manifest.profile(),
              options.workers(),
              WorkerCount.heap(plan),
              schedule.total() - schedule.reused());
      WorkerCommand command =
          new WorkerCommand(
              folder, manifest.profile(), options, count.heapMegabytes(), count.nativeMegabytes());
      Work work = new Work(schedule, store, command, folder);
      int reused = schedule.reused();
      listener.started(schedule.total(), reused, schedule.queued() == 0 ? 0 : count.workers());
      if (schedule.queued() > 0) {
        // a run that computes nothing leaves what was sealed, and the seal with it
        RunSeal.remove(folder, lock);
        work.carryOut(count.workers());
      }
      return new RunOutcome(
          work.computed.get(),
          reused,
          List.copyOf(work.failures),
          work.failedChecks.get(),
          (System.nanoTime() - start) / 1e9,
          count.workers());
    }
  }

  /** Says which results are not counted; the schedule finds them missing. */
  private void setDamagedAside(List<Damage> damages, Cells cells) {
    for (Damage damage : damages) {
      listener.note(
          damage.what()
              + ": "
              + cells.nameOf(damage.key())
              + " is not used, but computed again; the old file is kept as *.damaged");
    }
  }

  /** The slots of one run and what they share. */
  private final class Work {
    private final Schedule schedule;
    private final ResultStore store;
    private final WorkerCommand command;
    private final RunFolder folder;
    private final AtomicInteger computed = new AtomicInteger();
    private final List<String> failures = new ArrayList<>();
    private final AtomicInteger failedChecks = new AtomicInteger();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    Work(Schedule schedule, ResultStore store, WorkerCommand command, RunFolder folder) {
      this.schedule = schedule;
      this.store = store;
      this.command = command;
      this.folder = folder;
    }

    void carryOut(int slots) throws InterruptedException {
      List<Thread> threads = new ArrayList<>();
      for (int i = 1; i <= slots; i++) {
        int slot = i;
        Thread thread = new Thread(() -> slot(slot), "slot " + slot);
        thread.start();
        threads.add(thread);
      }
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        threads.forEach(Thread::interrupt);
        throw e;
      }
      if (fatal.get() != null) {
        throw ended(fatal.get());
      }
    }

    /** Whatever ended a slot ends the run, in words: a lost slot would leave its cell undone. */
    private RuntimeException ended(Throwable cause) {
      if (cause instanceof RuntimeException e) {
        return e;
      }
      if (cause instanceof OutOfMemoryError) {
        return new UserException(
            "the coordinator ran out of memory ("
                + cause.getMessage()
                + "); give it more, for example ROBUSTGRID_JAVA_OPTS=-Xmx4g, and run again: what is"
                + " finished is kept",
            cause);
      }
      return new IllegalStateException(
          "the run was ended by " + cause + "; finished cells are kept, run again to resume",
          cause);
    }

    private void slot(int slot) {
      WorkerProcess worker = null;
      try {
        for (Optional<WorkUnit> next = schedule.take(); next.isPresent(); next = schedule.take()) {
          if (worker == null || !worker.alive()) {
            worker = start(slot);
          }
          WorkUnit unit = next.get();
          listener.cellStarted(unit);
          UnitOutcome outcome = worker.execute(unit, options.graceSeconds(), listener);
          if (outcome instanceof UnitOutcome.NotBegun) {
            worker.close();
            worker = start(slot);
            outcome = worker.execute(unit, options.graceSeconds(), listener);
          }
          settle(unit, outcome);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        schedule.stop();
      } catch (RuntimeException | Error e) {
        fatal.compareAndSet(null, e);
        schedule.stop();
      } finally {
        if (worker != null) {
          worker.close();
        }
      }
    }

    private WorkerProcess start(int slot) throws InterruptedException {
      return WorkerProcess.start(command, folder.logs().resolve("worker-" + slot + ".log"));
    }

    private void settle(WorkUnit unit, UnitOutcome outcome) {
      if (outcome instanceof UnitOutcome.NotBegun lost) {
        settle(unit, lost.why());
        return;
      }
      if (outcome instanceof UnitOutcome.Finished finished) {
        store(unit, finished.result());
        computed.incrementAndGet();
        schedule.finished();
        listener.cellFinished(unit, finished.seconds());
      } else if (outcome instanceof UnitOutcome.Failed failed) {
        store.put(new CellFailure(unit.key(), failed.kind(), failed.message(), failed.log()));
        report(unit.describe(), failed);
        if (!unit.cell().essential()) {
          failedChecks.incrementAndGet();
        }
        for (CellFailure orphan : schedule.failed(unit)) {
          store.put(orphan);
        }
        listener.cellFailed(unit, failed.message());
      }
    }

    private void report(String what, UnitOutcome.Failed failed) {
      synchronized (failures) {
        failures.add(
            what
                + ": "
                + failed.message()
                + (failed.log().isEmpty() ? "" : " (its worker last said: " + failed.log() + ")"));
      }
    }

    private void store(WorkUnit unit, JsonNode result) {
      store.put(CanonicalJson.read(CanonicalJson.write(result), unit.cell().resultType()));
    }
  }
}
