package org.robustgrid.run.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedChecks;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * Looks for signs that attacks on a model under a norm cannot be relied on.
 *
 * @param threatModel the norm with the largest of its epsilons
 */
public record CheckCell(PlannedModel model, PlannedThreatModel threatModel) implements Cell {

  @Override
  public String name() {
    return "checks under " + threatModel.norm() + " of " + model.id();
  }

  @Override
  public String what() {
    return "checks";
  }

  @Override
  public String under() {
    return threatModel.toString();
  }

  @Override
  public Class<CheckResult> resultType() {
    return CheckResult.class;
  }

  @Override
  public CostEstimate cost(GridPlan plan) {
    return CostEstimate.checks(model, plan.dataset(model.dataset()), threatModel, plan.checks());
  }

  /** The key, given the images that finished attacks have left. */
  @Override
  public Optional<String> key(Cells cells) {
    Map<String, String> images = new TreeMap<>();
    if (cells.plan().checks().has(Check.LOST_IN_ROUNDING)) {
      for (AttackCell attack : attacks(cells.plan())) {
        cells
            .imagesHash(attack)
            .ifPresent(hash -> images.put(cells.key(attack).orElseThrow(), hash));
      }
    }
    return cells.trained(model).map(trained -> key(cells.keys(), trained.weightHash(), images));
  }

  /**
   * The key for given weights.
   *
   * @param images hash of the kept adversarial images by attack key, as far as checks look at them
   */
  public String key(CellKeys keys, String weightHash, Map<String, String> images) {
    PlannedChecks checks = keys.plan().checks();
    PlannedDataset data = keys.dataset(model);
    int samples = checks.samplesOf(model, data);
    Map<String, Object> parts = keys.evaluation("checks", model, weightHash, samples);
    parts.put("checks", checks.checks().stream().filter(Check::asksTheModel).toList());
    if (checks.gradient() != null) {
      parts.put("gradient", checks.gradient().plugin().identity());
    }
    if (checks.blackBox() != null) {
      parts.put("black-box", checks.blackBox().plugin().identity());
    }
    parts.put("threat-model", threatModel);
    parts.put("passes", keys.plan().limits().passes());
    parts.put("images", images);
    return CellKeys.hash(parts);
  }

  /** The untargeted attacks under the norm, in the plan's order. */
  public List<AttackCell> attacks(GridPlan plan) {
    List<AttackCell> found = new ArrayList<>();
    for (PlannedThreatModel threat : plan.threatModels()) {
      for (PlannedAttack attack : plan.attacks()) {
        if (threat.norm().equals(threatModel.norm())
            && threat.kind() == threatModel.kind()
            && attack.runsUnder(threat)) {
          found.add(new AttackCell(model, attack, threat));
        }
      }
    }
    return found;
  }

  @Override
  public List<Cell> needs(Cells cells) {
    return List.of(new TrainingCell(model), new CleanCell(model));
  }

  /** Checks look at what attacks found. */
  @Override
  public List<Cell> awaits(Cells cells) {
    return List.copyOf(attacks(cells.plan()));
  }

  @Override
  public int stage() {
    return 3;
  }

  @Override
  public boolean essential() {
    return false;
  }
}
