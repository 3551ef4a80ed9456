package org.robustgrid.run.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.robustgrid.base.yaml.Count;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.run.grid.Grid.AttackEntry;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.EvaluationEntry;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.spi.Access;

/** Validates the evaluation limits of rows and attacks. */
final class EvaluationPlanner {

  private final List<PlannedDataset> datasets;
  private final Problems problems;

  EvaluationPlanner(List<PlannedDataset> datasets, Problems problems) {
    this.datasets = datasets;
    this.problems = problems;
  }

  /**
   * A row's evaluation; null if it is like the others'.
   *
   * @param drawn whether its model draws randomness itself
   */
  RowEvaluation row(DefenseEntry entry, Plugin plugin, boolean drawn) {
    EvaluationEntry evaluation = entry.evaluation();
    if (evaluation.equals(EvaluationEntry.FULL)) {
      return null;
    }
    String who = "row '" + entry.plugin().label() + "'";
    boolean randomised = drawn || plugin.defense().randomised();
    return new RowEvaluation(
        samples(evaluation.samples(), who),
        ofRandomised("draws", evaluation.draws(), randomised, who),
        ofRandomised("judgements", evaluation.judgements(), randomised, who),
        ofRandomised("resubmissions", evaluation.resubmissions(), randomised, who),
        evaluation.base().orElse(null));
  }

  /**
   * Refuses a pass limit below one query of an attack: the attack would find nothing, and the row
   * would look robust.
   *
   * @param passes most passes of a sample; 0 for no limit
   */
  void requireQuestions(long passes, List<PlannedModel> models, List<PlannedAttack> attacks) {
    Set<String> stated = new HashSet<>();
    for (PlannedModel model : models) {
      int draws = CostEstimate.randomised(model) ? model.draws() : 1;
      for (PlannedAttack attack : attacks) {
        boolean gradients = attack.access() == Access.GRADIENTS;
        int question = (gradients ? 2 : 1) * draws;
        if (passes > 0 && passes < question && model.shown() && stated.add(model.row())) {
          problems.add(
              Place.none("limits.passes"),
              "a limit of "
                  + passes
                  + (passes == 1 ? " pass" : " passes")
                  + " does not hold one question of attack '"
                  + attack.label()
                  + "' about row '"
                  + model.row()
                  + "', which takes "
                  + question
                  + " ("
                  + (gradients ? "forward and backward" : "forward")
                  + (draws > 1 ? ", for each of " + draws + " draws" : "")
                  + "): the attack would find nothing, and the row would look robust; allow "
                  + question
                  + " or more, or leave the limit out");
        }
      }
    }
  }

  /** An attack's limit; null for none. */
  Integer attack(AttackEntry entry) {
    return samples(entry.samples(), "attack '" + entry.plugin().label() + "'");
  }

  private Integer samples(Optional<Count> count, String who) {
    count.ifPresent(
        samples -> {
          for (PlannedDataset dataset : datasets) {
            if (samples.value() > dataset.samples()) {
              problems.add(
                  samples.place(),
                  who
                      + ": data set '"
                      + dataset.label()
                      + "' has "
                      + dataset.samples()
                      + " samples in this grid, found "
                      + samples.value()
                      + " under 'samples'");
            }
          }
        });
    return positive("samples", count, who);
  }

  private Integer ofRandomised(String key, Optional<Count> count, boolean randomised, String who) {
    if (count.isPresent() && !randomised) {
      problems.add(
          count.get().place(),
          who
              + ": '"
              + key
              + "' is for defenses whose classifier draws randomness, which this one does not"
              + " declare; remove it");
    }
    return positive(key, count, who);
  }

  private Integer positive(String key, Optional<Count> count, String who) {
    if (count.isEmpty()) {
      return null;
    }
    long value = count.get().value();
    if (value < 1 || value > Integer.MAX_VALUE) {
      problems.add(
          count.get().place(),
          who + ": expected a whole number from 1 on under '" + key + "', found " + value);
      return null;
    }
    return (int) value;
  }
}
