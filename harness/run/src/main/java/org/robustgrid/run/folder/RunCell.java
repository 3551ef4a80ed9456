package org.robustgrid.run.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * A cell of a run, by the key under which its result lies.
 *
 * @param kind what it computes
 * @param key of its result
 * @param modelKey key of its model's training; of a training the same as {@code key}
 * @param cleanKey key of its model's evaluation without attack; empty of a training
 * @param model the model
 * @param attack null unless an attack
 * @param threatModel null unless an attack or checks
 */
public record RunCell(
    Kind kind,
    String key,
    String modelKey,
    String cleanKey,
    PlannedModel model,
    PlannedAttack attack,
    PlannedThreatModel threatModel) {

  /** What a cell computes. */
  public enum Kind {
    TRAINING,
    CLEAN,
    ATTACK,
    CERTIFICATION,
    CHECKS
  }

  /** The cell in words. */
  public String describe() {
    return switch (kind) {
      case TRAINING -> "training " + model.id();
      case CLEAN -> "clean accuracy of " + model.id();
      case CERTIFICATION -> "certificates of " + model.id();
      case CHECKS -> "checks under " + threatModel.norm() + " of " + model.id();
      case ATTACK -> attack.label() + " at " + threatModel + " on " + model.id();
    };
  }

  /** Whether a run has its result. */
  public boolean present(CellStore store) {
    return switch (kind) {
      case TRAINING -> store.model(key).isPresent();
      case CLEAN -> store.clean(key).isPresent();
      case CERTIFICATION -> store.certification(key).isPresent();
      case CHECKS -> store.checks(key).isPresent();
      case ATTACK -> store.attack(key).isPresent();
    };
  }

  /**
   * The cells of a plan in its order. The keys of a model's evaluations are known once it is
   * trained; before, only its training is told.
   *
   * @throws org.robustgrid.base.files.DamagedFileException when an attack that checks look at was
   *     changed
   */
  public static List<RunCell> list(RunManifest manifest, CellStore store) {
    GridPlan plan = manifest.plan();
    CellKeys keys = new CellKeys(plan, manifest.profile());
    List<RunCell> cells = new ArrayList<>();
    CheckCells checks = new CheckCells(plan, keys, store);
    for (PlannedModel model : plan.models()) {
      String trained = keys.training(model);
      cells.add(new RunCell(Kind.TRAINING, trained, trained, "", model, null, null));
      Optional<ModelResult> result = store.model(trained);
      if (model.shown() && result.isPresent()) {
        addEvaluations(plan, keys, model, result.get(), cells);
        addChecks(plan, keys, checks, model, result.get(), cells);
      }
    }
    return cells;
  }

  private static void addEvaluations(
      GridPlan plan, CellKeys keys, PlannedModel model, ModelResult result, List<RunCell> cells) {
    String weights = result.weightHash();
    String trained = result.key();
    String clean = keys.clean(model, weights);
    cells.add(new RunCell(Kind.CLEAN, clean, trained, clean, model, null, null));
    if (result.certified() && plan.certification().wanted()) {
      String key = keys.certification(model, weights);
      cells.add(new RunCell(Kind.CERTIFICATION, key, trained, clean, model, null, null));
    }
    for (PlannedThreatModel threat : plan.threatModels()) {
      for (PlannedAttack attack : plan.attacks()) {
        if (attack.runsUnder(threat)) {
          String key = keys.attack(model, weights, attack, threat);
          cells.add(new RunCell(Kind.ATTACK, key, trained, clean, model, attack, threat));
        }
      }
    }
  }

  private static void addChecks(
      GridPlan plan,
      CellKeys keys,
      CheckCells checks,
      PlannedModel model,
      ModelResult result,
      List<RunCell> cells) {
    String clean = keys.clean(model, result.weightHash());
    for (PlannedThreatModel unit : plan.checks().units(plan)) {
      String key = checks.key(model, result.weightHash(), unit);
      cells.add(new RunCell(Kind.CHECKS, key, result.key(), clean, model, null, unit));
    }
  }
}
