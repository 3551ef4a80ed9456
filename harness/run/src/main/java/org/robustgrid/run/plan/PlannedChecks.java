package org.robustgrid.run.plan;

import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.spi.Access;

/**
 * The checks of a plan. They change no other result.
 *
 * @param names ids of the checks, those that outcome bits decide and those of plugins
 * @param samples at most this many of the first test samples are asked about
 * @param gradient the reference attack with gradients; null if no analysis runs it, or there is no
 *     such plugin
 * @param blackBox the black-box attack used by checks; null if there is no such plugin
 */
public record PlannedChecks(
    List<String> names, int samples, PlannedAttack gradient, PlannedAttack blackBox) {

  /** With fewer samples only gross failures would show. */
  private static final int FEWEST = 30;

  /** Checks should cost little compared with attacks. */
  private static final int PART = 10;

  /** A grid without checks. */
  public static final PlannedChecks NONE = new PlannedChecks(List.of(), 0, null, null);

  public PlannedChecks {
    names = List.copyOf(names);
  }

  /** Whether a check that outcome bits decide is made. */
  public boolean has(Check check) {
    return names.contains(check.id());
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
}
