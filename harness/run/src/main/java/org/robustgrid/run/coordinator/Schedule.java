package org.robustgrid.run.coordinator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.TrainingCell;

/**
 * Chooses the next unit: among the cells whose dependencies are met, the lowest stage first and,
 * within a stage, the longest. Waits if everything left depends on units in flight. Thread-safe.
 */
final class Schedule {

  private record Entry(WorkUnit unit, int stage, double seconds, long order) {}

  private final Cells cells;
  private final Set<String> wanted;
  private final List<Cell> pending;
  private final PriorityQueue<Entry> ready =
      new PriorityQueue<>(
          Comparator.comparingInt(Entry::stage)
              .thenComparing(Comparator.comparingDouble(Entry::seconds).reversed())
              .thenComparingLong(Entry::order));
  private final Set<String> queued = new HashSet<>();
  private final Set<String> reused = new LinkedHashSet<>();
  private final Set<String> present = new HashSet<>();
  private final Set<String> failed = new HashSet<>();
  private final Map<String, String> failedTrainings = new HashMap<>();
  private long nextId = 1;
  private int inFlight;
  private boolean stopped;

  /**
   * Plans what is left to do.
   *
   * @param wanted ids of the models of this shard; those they learn from are added
   */
  Schedule(Cells cells, Set<String> wanted) {
    this.cells = cells;
    this.wanted = wanted;
    this.pending = new ArrayList<>(cells.of(wanted));
    release();
  }

  /** Queues the cells that can be computed now; what is there already frees others in turn. */
  private void release() {
    boolean found = true;
    while (found) {
      found = false;
      Iterator<Cell> left = pending.iterator();
      while (left.hasNext()) {
        Cell cell = left.next();
        if (release(cell)) {
          left.remove();
          found = true;
        }
      }
    }
  }

  /** Whether a cell needs no further scheduling: it is finished, queued, or not to be computed. */
  private boolean release(Cell cell) {
    if (!cell.needs(cells).stream().allMatch(this::isPresent)
        || !cell.awaits(cells).stream().allMatch(this::hasEnded)) {
      return false;
    }
    if (!cell.applies(cells)) {
      return true;
    }
    String key = cells.key(cell).orElseThrow();
    if (isPresent(cell)) {
      if (!queued.contains(key)) {
        reused.add(key);
      }
    } else if (queued.add(key)) {
      // two rows of equal content share their cells
      WorkUnit unit = WorkUnit.of(nextId++, WorkUnit.Job.COMPUTE, cell, key, cells.plan().limits());
      ready.add(new Entry(unit, cell.stage(), cell.cost(cells.plan()).seconds(), unit.id()));
    }
    return true;
  }

  private boolean isPresent(Cell cell) {
    Optional<String> key = cells.key(cell);
    if (key.isEmpty()) {
      return false;
    }
    if (!present.contains(key.get()) && cells.has(cell)) {
      present.add(key.get());
    }
    return present.contains(key.get());
  }

  private boolean hasEnded(Cell cell) {
    return isPresent(cell) || cells.key(cell).filter(failed::contains).isPresent();
  }

  /** The next unit; empty when nothing is left, or the run was stopped. */
  synchronized Optional<WorkUnit> take() throws InterruptedException {
    while (ready.isEmpty() && inFlight > 0 && !stopped) {
      wait();
    }
    if (ready.isEmpty() || stopped) {
      return Optional.empty();
    }
    inFlight++;
    return Optional.of(ready.poll().unit());
  }

  /** Records that a unit's result is stored. */
  synchronized void finished() {
    inFlight--;
    release();
    notifyAll();
  }

  /**
   * A unit has no result.
   *
   * @return the trainings that now cannot take place, to be stored as failures
   */
  synchronized List<CellFailure> failed(WorkUnit unit) {
    inFlight--;
    failed.add(unit.key());
    List<CellFailure> orphans = new ArrayList<>();
    if (unit.cell() instanceof TrainingCell) {
      failedTrainings.put(unit.key(), unit.cell().model().id());
      for (Cell cell : List.copyOf(pending)) {
        if (cell instanceof TrainingCell) {
          orphan(cell).ifPresent(orphans::add);
        }
      }
    }
    release();
    notifyAll();
    return orphans;
  }

  /** The failure of a training whose model learns from one that failed. */
  private Optional<CellFailure> orphan(Cell training) {
    String key = cells.key(training).orElseThrow();
    return training.needs(cells).stream()
        .filter(teacher -> failedTrainings.containsKey(cells.key(teacher).orElseThrow()))
        .findFirst()
        .filter(teacher -> failedTrainings.put(key, training.model().id()) == null)
        .map(
            teacher -> {
              failed.add(key);
              return new CellFailure(
                  key,
                  CellFailure.DATA,
                  "the model it learns from failed: " + teacher.model().id(),
                  "");
            });
  }

  /** Lets every slot end after its unit. */
  synchronized void stop() {
    stopped = true;
    inFlight = 0;
    notifyAll();
  }

  synchronized int reused() {
    return reused.size();
  }

  synchronized int queued() {
    return queued.size();
  }

  /** How many cells the run has in total, as far as known. */
  synchronized int total() {
    return cells.of(wanted).size();
  }
}
