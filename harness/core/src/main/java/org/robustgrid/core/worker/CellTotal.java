package org.robustgrid.core.worker;

import org.robustgrid.core.plan.CellKeys;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.plan.PlannedModel;
import org.robustgrid.core.run.CellStore;
import org.robustgrid.core.run.ModelResult;

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
