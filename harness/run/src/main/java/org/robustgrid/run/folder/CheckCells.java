package org.robustgrid.run.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/** Which cells a model's checks look at, and which cell they are themselves. Not thread-safe. */
public final class CheckCells {

  private final GridPlan plan;
  private final CellKeys keys;
  private final CellStore store;
  private final Map<String, String> hashes = new HashMap<>();

  public CheckCells(GridPlan plan, CellKeys keys, CellStore store) {
    this.plan = plan;
    this.keys = keys;
    this.store = store;
  }

  /** An attack of the norm that has a result. */
  public record Attacked(
      PlannedAttack attack, PlannedThreatModel threat, AttackCellResult result) {}

  /** The keys of a trained model's attacks under a norm. */
  public List<String> attacks(PlannedModel model, String weightHash, String norm) {
    List<String> found = new ArrayList<>();
    for (PlannedThreatModel threat : plan.threatModels()) {
      if (threat.norm().equals(norm)) {
        plan.attacks().stream()
            .filter(attack -> attack.runsUnder(threat))
            .forEach(attack -> found.add(keys.attack(model, weightHash, attack, threat)));
      }
    }
    return found;
  }

  /** The attacks under a norm that have results, in the plan's order. */
  public List<Attacked> finished(PlannedModel model, String weightHash, String norm) {
    List<Attacked> found = new ArrayList<>();
    for (PlannedThreatModel threat : plan.threatModels()) {
      for (PlannedAttack attack : plan.attacks()) {
        if (threat.norm().equals(norm) && attack.runsUnder(threat)) {
          store
              .attack(keys.attack(model, weightHash, attack, threat))
              .ifPresent(result -> found.add(new Attacked(attack, threat, result)));
        }
      }
    }
    return found;
  }

  /** The key of the checks, given the images that finished attacks have left. */
  public String key(PlannedModel model, String weightHash, PlannedThreatModel unit) {
    Map<String, String> images = new TreeMap<>();
    if (plan.checks().has(Check.LOST_IN_ROUNDING)) {
      for (String attack : attacks(model, weightHash, unit.norm())) {
        hash(attack).ifPresent(hash -> images.put(attack, hash));
      }
    }
    return keys.checks(model, weightHash, unit, images);
  }

  private Optional<String> hash(String attack) {
    if (!hashes.containsKey(attack)) {
      store.attack(attack).ifPresent(r -> hashes.put(attack, r.adversarialsHash()));
    }
    return Optional.ofNullable(hashes.get(attack));
  }
}
