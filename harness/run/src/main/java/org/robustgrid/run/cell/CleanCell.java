package org.robustgrid.run.cell;

import java.util.List;
import java.util.Optional;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;

/** Classifies the test samples without attack. */
public record CleanCell(PlannedModel model) implements Cell {

  @Override
  public String name() {
    return "clean accuracy of " + model.id();
  }

  @Override
  public String what() {
    return "clean";
  }

  @Override
  public Class<CleanResult> resultType() {
    return CleanResult.class;
  }

  @Override
  public CostEstimate cost(GridPlan plan) {
    return CostEstimate.clean(model, plan.dataset(model.dataset()));
  }

  @Override
  public Optional<String> key(Cells cells) {
    return cells.trained(model).map(trained -> key(cells.keys(), trained.weightHash()));
  }

  /** The key for given weights. */
  public String key(CellKeys keys, String weightHash) {
    return CellKeys.hash(
        keys.evaluation("clean", model, weightHash, model.samplesOf(keys.dataset(model))));
  }

  @Override
  public List<Cell> needs(Cells cells) {
    return List.of(new TrainingCell(model));
  }

  @Override
  public int stage() {
    return 1;
  }
}
