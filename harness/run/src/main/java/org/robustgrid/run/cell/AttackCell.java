package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * Attacks the correctly classified test samples of a model under a threat model.
 *
 * @param randomness {@value #FIXED} if a randomised classifier has one draw throughout, the same
 *     for the attack and for the judge; else null
 */
public record AttackCell(
    PlannedModel model,
    PlannedAttack attack,
    PlannedThreatModel threatModel,
    @JsonInclude(JsonInclude.Include.NON_NULL) String randomness)
    implements Cell {

  private static final String FIXED = "fixed";

  /** An attack on the expectation, if the classifier is randomised. */
  public AttackCell(PlannedModel model, PlannedAttack attack, PlannedThreatModel threatModel) {
    this(model, attack, threatModel, null);
  }

  /** The same attack where the classifier's randomness is known to it. */
  public AttackCell withFixedRandomness() {
    return new AttackCell(model, attack, threatModel, FIXED);
  }

  /** Whether the classifier's randomness is known to the attack. */
  public boolean fixed() {
    return FIXED.equals(randomness);
  }

  @Override
  public String name() {
    String name = attack.label() + " at " + threatModel + " on " + model.id();
    return fixed() ? name + " with its randomness fixed" : name;
  }

  @Override
  public String what() {
    return fixed() ? attack.label() + ", fixed randomness" : attack.label();
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
    CostEstimate cost =
        CostEstimate.attack(attack, model, plan.dataset(model.dataset()), threatModel);
    return fixed() ? cost.ofOneDraw(model) : cost;
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
    if (fixed()) {
      parts.put("randomness", randomness);
    }
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

  /** A row has its rates without the further column. */
  @Override
  public boolean essential() {
    return !fixed();
  }
}
