package org.robustgrid.run.cell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;

/** Certifies the decisions of a classifier that issues certificates. */
public record CertificationCell(PlannedModel model) implements Cell {

  @Override
  public String name() {
    return "certificates of " + model.id();
  }

  @Override
  public String what() {
    return "certification";
  }

  @Override
  public Class<CertificationResult> resultType() {
    return CertificationResult.class;
  }

  @Override
  public CostEstimate cost(GridPlan plan) {
    return CostEstimate.certification(model, plan.dataset(model.dataset()), plan.certification());
  }

  @Override
  public Optional<String> key(Cells cells) {
    return cells.trained(model).map(trained -> key(cells.keys(), trained.weightHash()));
  }

  /**
   * The key for given weights. Radii are not part of it: a certificate is as large as can be
   * proven, whatever is counted afterwards. Nor are the draws of attacks and judgements.
   */
  public String key(CellKeys keys, String weightHash) {
    int samples = keys.plan().certification().samplesOf(model, keys.dataset(model));
    Map<String, Object> parts = keys.evaluation("certification", model, weightHash, samples);
    parts.put("profile", keys.profile());
    return CellKeys.hash(parts);
  }

  /** A defense promises certificates; the trained classifier decides. */
  @Override
  public boolean applies(Cells cells) {
    return cells.plan().certification().wanted()
        && cells.trained(model).map(ModelResult::certified).orElse(model.certified());
  }

  @Override
  public List<Cell> needs(Cells cells) {
    return List.of(new TrainingCell(model));
  }

  @Override
  public int stage() {
    return 2;
  }
}
