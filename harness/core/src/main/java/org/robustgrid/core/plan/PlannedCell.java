package org.robustgrid.core.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a dry run.
 *
 * @param what {@code training}, {@code clean}, {@code certification} or the attack's label
 * @param model id of the model
 * @param threatModel in words, empty unless an attack
 * @param cost estimated
 */
public record PlannedCell(String what, String model, String threatModel, CostEstimate cost) {

  /** Every cell of a plan, in the plan's order. */
  public static List<PlannedCell> list(GridPlan plan) {
    List<PlannedCell> cells = new ArrayList<>();
    for (PlannedModel model : plan.models()) {
      PlannedDataset dataset = plan.dataset(model.dataset());
      cells.add(new PlannedCell("training", model.id(), "", CostEstimate.training(model, dataset)));
      if (!model.shown()) {
        continue;
      }
      cells.add(new PlannedCell("clean", model.id(), "", CostEstimate.clean(model, dataset)));
      if (plan.certification().wanted() && model.certified()) {
        cells.add(
            new PlannedCell(
                "certification",
                model.id(),
                "",
                CostEstimate.certification(model, dataset, plan.certification())));
      }
      for (PlannedThreatModel threat : plan.threatModels()) {
        for (PlannedAttack attack : plan.attacks()) {
          if (attack.runsUnder(threat)) {
            cells.add(
                new PlannedCell(
                    attack.label(),
                    model.id(),
                    threat.toString(),
                    CostEstimate.attack(attack, model, dataset)));
          }
        }
      }
    }
    return cells;
  }
}
