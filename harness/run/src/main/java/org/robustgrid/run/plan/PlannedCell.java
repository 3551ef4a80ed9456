package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A line of a dry run.
 *
 * @param what {@code training}, {@code clean}, {@code certification}, {@code checks} or the
 *     attack's label
 * @param model id of the model
 * @param threatModel in words, empty unless an attack or checks
 * @param cost estimated
 */
public record PlannedCell(String what, String model, String threatModel, CostEstimate cost) {

  /** Every cell of a plan, in the plan's order. */
  public static List<PlannedCell> list(GridPlan plan) {
    return list(plan, plan.rows().stream().map(PlannedModel::id).collect(Collectors.toSet()));
  }

  /**
   * The cells that some models of a plan need, in the plan's order.
   *
   * @param wanted ids of the models that are evaluated; those they learn from are trained too
   */
  public static List<PlannedCell> list(GridPlan plan, Set<String> wanted) {
    Set<String> needed = new HashSet<>(wanted);
    // a model comes after those it learns from
    for (int i = plan.models().size() - 1; i >= 0; i--) {
      PlannedModel model = plan.models().get(i);
      if (needed.contains(model.id())) {
        needed.addAll(model.models().values());
      }
    }
    List<PlannedCell> cells = new ArrayList<>();
    for (PlannedModel model : plan.models()) {
      if (!needed.contains(model.id())) {
        continue;
      }
      PlannedDataset dataset = plan.dataset(model.dataset());
      cells.add(new PlannedCell("training", model.id(), "", CostEstimate.training(model, dataset)));
      if (!model.shown() || !wanted.contains(model.id())) {
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
      for (PlannedThreatModel threat : plan.checks().units(plan)) {
        cells.add(
            new PlannedCell(
                "checks",
                model.id(),
                threat.toString(),
                CostEstimate.checks(model, dataset, threat, plan.checks())));
      }
    }
    return cells;
  }
}
