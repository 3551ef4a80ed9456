package org.robustgrid.run.scoring;

import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.Checks;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CheckCell;
import org.robustgrid.run.cell.CheckResult;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.spi.attack.Goal;

/** Finds what checks of a model left, as far as it concerns a board. */
final class SeedChecks {

  /** A row whose checks are still to be made must not look like one that passed them. */
  private static final String MISSING = "run the grid again, finished cells are kept";

  private final GridPlan plan;
  private final Cells cells;

  SeedChecks(Cells cells) {
    this.plan = cells.plan();
    this.cells = cells;
  }

  void add(PlannedModel model, PlannedThreatModel board, SeedBuilder seed, Timing timing) {
    Optional<PlannedThreatModel> unit = plan.checks().unit(plan, board.norm());
    // what checks find is about attacks that are after any other class
    if (unit.isEmpty() || board.kind() != Goal.Kind.UNTARGETED) {
      return;
    }
    CheckCell cell = new CheckCell(model, unit.get());
    String key = cells.key(cell).orElseThrow();
    Optional<CheckResult> result = cells.result(cell, CheckResult.class);
    if (result.isPresent()) {
      List<CheckEvidence> evidence =
          result.get().evidence().stream().filter(e -> concerns(e, board)).toList();
      seed.checks(new Checks(key, "complete", null, evidence));
      seed.checkedWith(result.get().microBatch());
      timing.cell(model.id() + " checks " + board.norm(), result.get());
    } else {
      seed.checks(
          cells
              .failure(cell)
              .map(f -> new Checks(key, "failed", f.message(), List.of()))
              .orElseGet(() -> new Checks(key, "missing", MISSING, List.of())));
    }
  }

  /** What was found at one epsilon concerns its board; all else is about the model. */
  private static boolean concerns(CheckEvidence evidence, PlannedThreatModel board) {
    return evidence.epsilon() == null
        || evidence.check().equals(Check.SURVIVES_ANY_EPSILON.id())
        || evidence.epsilon() == board.epsilon();
  }
}
