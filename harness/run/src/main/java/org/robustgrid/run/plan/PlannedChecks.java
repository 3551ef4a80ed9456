package org.robustgrid.run.plan;

import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.attack.Goal;

/**
 * Which signs of an unreliable evaluation are looked for. They change no other result.
 *
 * @param checks in the order of {@link Check}
 * @param samples at most so many of the first test samples are asked about
 * @param gradient the attack with gradients that gets any epsilon; null where there is no such
 *     plugin
 * @param blackBox the attack without gradients; null likewise
 */
public record PlannedChecks(
    List<Check> checks, int samples, PlannedAttack gradient, PlannedAttack blackBox) {

  /** Fewer would show nothing but what is blatant. */
  private static final int FEWEST = 30;

  /** Checks of a grid should cost a small part of what its attacks do. */
  private static final int PART = 10;

  /** A grid without checks. */
  public static final PlannedChecks NONE = new PlannedChecks(List.of(), 0, null, null);

  public PlannedChecks {
    checks = List.copyOf(checks);
  }

  public boolean has(Check check) {
    return checks.contains(check);
  }

  /**
   * The threat models of the units that ask a model: of each norm under which something is attacked
   * untargeted, the one with the largest epsilon, where gradients that mislead hide most.
   */
  public List<PlannedThreatModel> units(GridPlan plan) {
    if (checks.stream().noneMatch(Check::asksTheModel)) {
      return List.of();
    }
    List<PlannedThreatModel> untargeted =
        plan.threatModels().stream()
            .filter(threat -> threat.kind() == Goal.Kind.UNTARGETED)
            .toList();
    return untargeted.stream()
        .filter(threat -> plan.attacks().stream().anyMatch(a -> a.runsUnder(threat)))
        .filter(
            threat ->
                untargeted.stream()
                    .filter(other -> other.norm().equals(threat.norm()))
                    .allMatch(other -> other.epsilon() <= threat.epsilon()))
        .toList();
  }

  /** The unit whose evidence a board shows. */
  public Optional<PlannedThreatModel> unit(GridPlan plan, String norm) {
    return units(plan).stream().filter(unit -> unit.norm().equals(norm)).findFirst();
  }

  /** The reference attack of an access, if there is one. */
  public Optional<PlannedAttack> probe(Access access) {
    return Optional.ofNullable(
        switch (access) {
          case GRADIENTS -> gradient;
          case SCORES -> blackBox;
          case DECISIONS -> null;
        });
  }

  /** How many of a model's samples are asked about: a tenth of the data set's, within bounds. */
  public int samplesOf(PlannedModel model, PlannedDataset dataset) {
    int part = Math.min(samples, Math.max(FEWEST, dataset.samples() / PART));
    return Math.min(part, model.samplesOf(dataset));
  }

  /** The attack with gradients on the samples that are asked about; empty without the plugin. */
  public Optional<PlannedAttack> gradient(PlannedModel model, PlannedDataset dataset) {
    return Optional.ofNullable(gradient).map(a -> a.onFirst(samplesOf(model, dataset)));
  }

  /** The attack without gradients on half of them, for queries cost most. */
  public Optional<PlannedAttack> blackBox(PlannedModel model, PlannedDataset dataset) {
    return Optional.ofNullable(blackBox).map(a -> a.onFirst((samplesOf(model, dataset) + 1) / 2));
  }
}
