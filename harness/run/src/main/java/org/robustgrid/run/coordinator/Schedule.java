package org.robustgrid.run.coordinator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.robustgrid.run.folder.CellFailure;
import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.CheckCells;
import org.robustgrid.run.folder.ModelResult;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * Which unit is next: trainings first, the longest first, then what their ends set free. Waits
 * where everything left depends on units in flight. Thread-safe.
 */
final class Schedule {

  private record Entry(WorkUnit unit, int rank, double seconds, long order) {}

  private final GridPlan plan;
  private final CellKeys keys;
  private final CellStore store;
  private final Set<String> wanted;
  private final CheckCells checks;
  private final PriorityQueue<Entry> ready =
      new PriorityQueue<>(
          Comparator.comparingInt(Entry::rank)
              .thenComparing(Comparator.comparingDouble(Entry::seconds).reversed())
              .thenComparingLong(Entry::order));
  private final Set<String> queued = new HashSet<>();
  private final Map<String, String> failedTrainings = new HashMap<>();
  private final Set<String> reused = new LinkedHashSet<>();
  private final Set<String> settled = new HashSet<>();
  private long nextId = 1;
  private int inFlight;
  private boolean stopped;

  /**
   * Plans what is left to do.
   *
   * @param wanted ids of the models of this shard; their teachers are added
   */
  Schedule(GridPlan plan, CellKeys keys, CellStore store, Set<String> wanted) {
    this.plan = plan;
    this.keys = keys;
    this.store = store;
    this.wanted = wanted;
    this.checks = new CheckCells(plan, keys, store);
    plan.models().stream().filter(this::needed).forEach(this::release);
  }

  private boolean needed(PlannedModel model) {
    return wanted.contains(model.id())
        || plan.models().stream().anyMatch(m -> needed(m, model.id()));
  }

  private boolean needed(PlannedModel student, String teacher) {
    return student.models().containsValue(teacher) && needed(student);
  }

  /** Queues what a model allows to be done next. */
  private void release(PlannedModel model) {
    String key = keys.training(model);
    Optional<ModelResult> trained = store.model(key);
    if (trained.isPresent()) {
      if (!queued.contains(key)) {
        reused.add(key);
      }
      if (wanted.contains(model.id()) && model.shown()) {
        releaseClean(model, key, trained.get());
        releaseCertification(model, key, trained.get());
      }
      return;
    }
    List<String> teachers =
        model.models().values().stream().map(id -> keys.training(plan.model(id))).toList();
    if (teachers.stream().allMatch(teacher -> store.model(teacher).isPresent())) {
      PlannedDataset dataset = plan.dataset(model.dataset());
      enqueue(
          0,
          CostEstimate.training(model, dataset).seconds(),
          unit(WorkUnit.Kind.TRAINING, model, key, key, "", "", null));
    }
  }

  private void releaseClean(PlannedModel model, String modelKey, ModelResult trained) {
    String key = keys.clean(model, trained.weightHash());
    if (store.clean(key).isPresent()) {
      if (!queued.contains(key)) {
        reused.add(key);
      }
      releaseAttacks(model, modelKey, key, trained);
      releaseChecks(model, modelKey, key, trained);
    } else {
      enqueue(1, 0, unit(WorkUnit.Kind.CLEAN, model, modelKey, key, "", "", null));
    }
  }

  private void releaseAttacks(
      PlannedModel model, String modelKey, String cleanKey, ModelResult trained) {
    PlannedDataset dataset = plan.dataset(model.dataset());
    for (PlannedThreatModel threat : plan.threatModels()) {
      for (PlannedAttack attack : plan.attacks()) {
        if (!attack.runsUnder(threat)) {
          continue;
        }
        String key = keys.attack(model, trained.weightHash(), attack, threat);
        if (store.attack(key).isPresent()) {
          settled.add(key);
          if (!queued.contains(key)) {
            reused.add(key);
          }
          continue;
        }
        enqueue(
            2,
            CostEstimate.attack(attack, model, dataset).seconds(),
            unit(WorkUnit.Kind.ATTACK, model, modelKey, key, cleanKey, attack.label(), threat));
      }
    }
  }

  /** Checks look at what attacks found: they wait until those of their norm have ended. */
  private void releaseChecks(
      PlannedModel model, String modelKey, String cleanKey, ModelResult trained) {
    for (PlannedThreatModel threat : plan.checks().units(plan)) {
      if (!settled.containsAll(checks.attacks(model, trained.weightHash(), threat.norm()))) {
        continue;
      }
      String key = checks.key(model, trained.weightHash(), threat);
      if (store.checks(key).isEmpty()) {
        PlannedDataset dataset = plan.dataset(model.dataset());
        enqueue(
            3,
            CostEstimate.checks(model, dataset, threat, plan.checks()).seconds(),
            unit(WorkUnit.Kind.CHECKS, model, modelKey, key, cleanKey, "", threat));
      } else if (!queued.contains(key)) {
        reused.add(key);
      }
    }
  }

  private void releaseCertification(PlannedModel model, String modelKey, ModelResult trained) {
    if (!trained.certified() || !plan.certification().wanted()) {
      return;
    }
    String key = keys.certification(model, trained.weightHash());
    if (store.certification(key).isEmpty()) {
      PlannedDataset dataset = plan.dataset(model.dataset());
      enqueue(
          2,
          CostEstimate.certification(model, dataset, plan.certification()).seconds(),
          unit(WorkUnit.Kind.CERTIFICATION, model, modelKey, key, "", "", null));
    } else if (!queued.contains(key)) {
      reused.add(key);
    }
  }

  private WorkUnit unit(
      WorkUnit.Kind kind,
      PlannedModel model,
      String modelKey,
      String key,
      String cleanKey,
      String attack,
      PlannedThreatModel threat) {
    double minutes =
        kind == WorkUnit.Kind.TRAINING
            ? plan.limits().trainingMinutes()
            : plan.limits().cellMinutes();
    return new WorkUnit(
        nextId++,
        kind,
        model.id(),
        model.isFile(),
        modelKey,
        key,
        cleanKey,
        attack,
        threat,
        minutes * 60);
  }

  private void enqueue(int rank, double seconds, WorkUnit unit) {
    // two rows of equal content share their cells
    if (queued.add(unit.key())) {
      ready.add(new Entry(unit, rank, seconds, unit.id()));
    }
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

  /** Tells that a unit's result is in the store. */
  synchronized void finished(WorkUnit unit) {
    inFlight--;
    settle(unit);
    for (PlannedModel model : plan.models()) {
      boolean concerned =
          keys.training(model).equals(unit.modelKey())
              || model.models().values().stream()
                  .anyMatch(id -> keys.training(plan.model(id)).equals(unit.modelKey()));
      boolean frees = unit.kind() == WorkUnit.Kind.TRAINING || unit.kind() == WorkUnit.Kind.CLEAN;
      if (concerned && frees && needed(model)) {
        release(model);
      }
    }
    notifyAll();
  }

  /** An attack that has ended, well or not, may have been the last that checks waited for. */
  private void settle(WorkUnit unit) {
    if (unit.kind() != WorkUnit.Kind.ATTACK || !settled.add(unit.key())) {
      return;
    }
    for (PlannedModel model : plan.models()) {
      if (wanted.contains(model.id())
          && model.shown()
          && keys.training(model).equals(unit.modelKey())) {
        store
            .model(unit.modelKey())
            .ifPresent(trained -> releaseChecks(model, unit.modelKey(), unit.cleanKey(), trained));
      }
    }
  }

  /**
   * Tells that a unit has no result.
   *
   * @return the trainings that now cannot take place, to be stored as failures
   */
  synchronized List<CellFailure> failed(WorkUnit unit) {
    inFlight--;
    settle(unit);
    List<CellFailure> orphans = new ArrayList<>();
    if (unit.kind() == WorkUnit.Kind.TRAINING) {
      failedTrainings.put(unit.key(), unit.model());
      for (PlannedModel model : plan.models()) {
        Optional<String> teacher =
            model.models().values().stream()
                .filter(id -> failedTrainings.containsKey(keys.training(plan.model(id))))
                .findFirst();
        String key = keys.training(model);
        if (teacher.isPresent() && needed(model) && failedTrainings.put(key, model.id()) == null) {
          orphans.add(
              new CellFailure(
                  key, "data", "the model it learns from failed: " + teacher.get(), ""));
        }
      }
    }
    notifyAll();
    return orphans;
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

  /** How many cells the run has in all, as far as the plan tells. */
  int total() {
    CellTotal total = new CellTotal(plan, keys, store);
    return plan.models().stream()
        .filter(this::needed)
        .mapToInt(m -> total.of(m, wanted.contains(m.id()) && m.shown()))
        .sum();
  }
}
