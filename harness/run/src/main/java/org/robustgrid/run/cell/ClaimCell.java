package org.robustgrid.run.cell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * Classifies images that are claimed to break a model. They are stored in the run folder by their
 * hash, so that the claim outlives a model that is trained again.
 *
 * @param by who claims it
 * @param imagesHash SHA-256 of the file of images
 */
public record ClaimCell(
    PlannedModel model, PlannedThreatModel threatModel, String by, String imagesHash)
    implements Cell {

  private static final int SHOWN = 12;

  /** The cells of a plan's claims about a model. */
  static List<ClaimCell> of(GridPlan plan, PlannedModel model, List<Claim> claims) {
    return claims.stream()
        .filter(claim -> claim.model().equals(model.id()))
        .flatMap(
            claim ->
                plan.threatModels().stream()
                    .filter(threat -> threat.toString().equals(claim.threatModel()))
                    .map(threat -> new ClaimCell(model, threat, claim.by(), claim.imagesHash())))
        .toList();
  }

  /** The claim, as a run folder lists it. */
  public Claim claim() {
    return new Claim(model.id(), threatModel.toString(), by, imagesHash);
  }

  @Override
  public String name() {
    return "claim "
        + imagesHash.substring(0, Math.min(SHOWN, imagesHash.length()))
        + " by "
        + by
        + " at "
        + threatModel
        + " on "
        + model.id();
  }

  @Override
  public String what() {
    return "claim";
  }

  @Override
  public String under() {
    return threatModel.toString();
  }

  @Override
  public Class<ClaimResult> resultType() {
    return ClaimResult.class;
  }

  @Override
  public CostEstimate cost(GridPlan plan) {
    return CostEstimate.clean(model, plan.dataset(model.dataset()));
  }

  /** Images are claimed once, whoever does. */
  @Override
  public Optional<String> key(Cells cells) {
    return cells
        .trained(model)
        .map(
            trained -> {
              CellKeys keys = cells.keys();
              int samples = model.samplesOf(keys.dataset(model));
              Map<String, Object> parts =
                  keys.evaluation("claim", model, trained.weightHash(), samples);
              parts.put("threat-model", threatModel);
              parts.put("images", imagesHash);
              if (trained.randomised()) {
                // results of earlier versions hold nothing about resubmissions
                parts.put("resubmitted", true);
              }
              return CellKeys.hash(parts);
            });
  }

  @Override
  public List<Cell> needs(Cells cells) {
    return List.of(new TrainingCell(model), new CleanCell(model));
  }

  @Override
  public int stage() {
    return 2;
  }

  @Override
  public boolean essential() {
    return false;
  }
}
