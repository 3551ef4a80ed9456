package org.robustgrid.run.cell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/** Attacks the test samples that a model gets right, under a threat model. */
public record AttackCell(PlannedModel model, PlannedAttack attack, PlannedThreatModel threatModel)
    implements Cell {

  @Override
  public String name() {
    return attack.label() + " at " + threatModel + " on " + model.id();
  }

  @Override
  public String what() {
    return attack.label();
  }

  @Override
  public String under() {
    return threatModel.toString();
  }

  @Override
  public Class<AttackCellResult> resultType() {
    return AttackCellResult.class;
  }

  @Override
  public CostEstimate cost(GridPlan plan) {
    return CostEstimate.attack(attack, model, plan.dataset(model.dataset()), threatModel);
  }

  @Override
  public Optional<String> key(Cells cells) {
    return cells.trained(model).map(trained -> key(cells.keys(), trained.weightHash()));
  }

  /** The key for given weights. */
  public String key(CellKeys keys, String weightHash) {
    int samples = attack.samplesOf(model, keys.dataset(model));
    Map<String, Object> parts = keys.evaluation("attack", model, weightHash, samples);
    parts.put("attack", attack.plugin().identity());
    parts.put("access", attack.access().name());
    parts.put("threat-model", threatModel);
    parts.put("passes", keys.plan().limits().passes());
    return CellKeys.hash(parts);
  }

  @Override
  public List<Cell> needs(Cells cells) {
    return List.of(new TrainingCell(model), new CleanCell(model));
  }

  @Override
  public int stage() {
    return 2;
  }
}
