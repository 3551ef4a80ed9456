package org.robustgrid.run.coordinator;

import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.ModelResult;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;

/** How many cells models have, as far as the plan tells. */
record CellTotal(GridPlan plan, CellKeys keys, CellStore store) {

  /** A training, and where the model is a row of the run, what it undergoes. */
  int of(PlannedModel model, boolean evaluated) {
    return evaluated ? 2 + attacks() + plan.checks().units(plan).size() + certifications(model) : 1;
  }

  private int attacks() {
    return plan.threatModels().stream()
        .mapToInt(t -> (int) plan.attacks().stream().filter(a -> a.runsUnder(t)).count())
        .sum();
  }

  /**
   * Whether a model will be certified: known once it is trained, promised by its defense before.
   */
  private int certifications(PlannedModel model) {
    boolean certified =
        store.model(keys.training(model)).map(ModelResult::certified).orElse(model.certified());
    return certified && plan.certification().wanted() ? 1 : 0;
  }
}
