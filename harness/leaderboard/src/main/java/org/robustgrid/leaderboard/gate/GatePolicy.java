package org.robustgrid.leaderboard.gate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.robustgrid.leaderboard.Measure;

/**
 * The requirements that a gate checks.
 *
 * @param level most probability of failing a candidate that is as good as the baseline, over the
 *     whole run, in (0, 1)
 * @param margin largest drop of a rate that a row with too few trainings for a test may show; empty
 *     for none, which leaves such a row inconclusive
 * @param also columns gated beside the worst case
 * @param passes most passes of a row, as a ratio to the baseline's; empty for any @param
 *     evaluationTime most time of all evaluations together, as a ratio; empty for any @param
 *     trainingTime most time of all trainings together, as a ratio; empty for any
 * @param allow names of what may differ from the baseline's evaluation: {@code attack LABEL}, or
 *     one of {@link #DIFFERENCES}
 */
public record GatePolicy(
    double level,
    Optional<Double> margin,
    Set<Measure.Kind> also,
    Optional<Double> passes,
    Optional<Double> evaluationTime,
    Optional<Double> trainingTime,
    Set<String> allow) {

  /** What a policy may allow to differ, beside attacks by their labels. */
  public static final List<String> DIFFERENCES =
      List.of("attack-code", "checks", "draws", "judgements", "passes");

  /** The worst case of every row at 5 %, and nothing else. */
  public static final GatePolicy DEFAULT =
      new GatePolicy(
          0.05,
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Set.of());

  /** How many trainings a side must have for a test over seeds. */
  public static final int SEEDS = 5;

  public GatePolicy {
    also = Set.copyOf(also);
    allow = Set.copyOf(allow);
  }
}
