package org.robustgrid.run.coordinator;

import java.util.HashMap;
import java.util.Map;
import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.CheckCells;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/** What the keys of a plan's cells stand for, in words; of a model's cells once it is trained. */
final class CellNames {

  private final Map<String, String> names = new HashMap<>();

  CellNames(GridPlan plan, CellKeys keys, CellStore store) {
    for (PlannedModel model : plan.models()) {
      String training = keys.training(model);
      names.put(training, (model.isFile() ? "the file of " : "training ") + model.id());
      store.model(training).ifPresent(result -> add(plan, keys, store, model, result.weightHash()));
    }
  }

  private void add(
      GridPlan plan, CellKeys keys, CellStore store, PlannedModel model, String weightHash) {
    names.put(keys.clean(model, weightHash), "clean accuracy of " + model.id());
    names.put(keys.certification(model, weightHash), "certificates of " + model.id());
    CheckCells checks = new CheckCells(plan, keys, store);
    for (PlannedThreatModel unit : plan.checks().units(plan)) {
      names.put(
          checks.key(model, weightHash, unit), "checks under " + unit.norm() + " of " + model.id());
    }
    for (PlannedThreatModel threat : plan.threatModels()) {
      for (PlannedAttack attack : plan.attacks()) {
        names.put(
            keys.attack(model, weightHash, attack, threat),
            attack.label() + " at " + threat + " on " + model.id());
      }
    }
  }

  /** The cell's name; where its model is not trained, or of another grid, the key itself. */
  String of(String key) {
    return names.getOrDefault(key, "the cell " + key);
  }
}
