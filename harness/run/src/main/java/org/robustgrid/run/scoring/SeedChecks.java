package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.Checks;
import org.robustgrid.leaderboard.EvidenceSigns;
import org.robustgrid.leaderboard.State;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.BoardEvidence;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/** Finds the results of a model's checks that concern a board. */
final class SeedChecks {

  /** A row whose checks have not run must not look like one that passed them. */
  private static final String MISSING = "run the grid again, finished cells are kept";

  private final Cells cells;

  SeedChecks(Cells cells) {
    this.cells = cells;
  }

  void add(PlannedModel model, PlannedThreatModel board, SeedBuilder seed, Timing timing) {
    List<AnalysisCell> checks =
        AnalysisCell.of(cells.plan(), model).stream()
            .filter(cell -> cell.other() == null && cell.concerns(board))
            .filter(cell -> cell.analysis().judges(board))
            .filter(cell -> cell.analysis().isCheck() || cells.has(cell))
            .toList();
    if (checks.stream().noneMatch(cell -> cell.analysis().isCheck())) {
      return;
    }
    List<CheckEvidence> evidence = new ArrayList<>();
    Map<String, String> keys = new TreeMap<>();
    int missing = 0;
    for (AnalysisCell cell : checks) {
      String id = cell.analysis().plugin().id();
      cells.key(cell).ifPresent(key -> keys.put(id, key));
      Optional<AnalysisCellResult> result = cells.result(cell, AnalysisCellResult.class);
      if (result.isPresent()) {
        add(result.get(), board, evidence);
        if (result.get().columns() != null) {
          result.get().columns().forEach(seed::column);
        }
        seed.checkedWith(id, result.get().microBatch());
        timing.cell(cell.name(), result.get());
      } else {
        String why = cells.failure(cell).map(failure -> failure.message()).orElse(MISSING);
        missing += why.equals(MISSING) ? 1 : 0;
        evidence.add(CheckEvidence.notRun(id, "", why));
      }
    }
    seed.checks(
        missing == checks.size()
            ? new Checks(null, State.MISSING, MISSING, List.of(), keys)
            : new Checks(null, State.COMPLETE, null, evidence, keys));
  }

  private static void add(
      AnalysisCellResult result, PlannedThreatModel board, List<CheckEvidence> evidence) {
    for (BoardEvidence found : result.evidence()) {
      if (found.concerns(board)) {
        // words of what can be no flag would be repeated for every row
        evidence.add(
            EvidenceSigns.mayBeFlag(found.evidence())
                ? found.evidence()
                : found.evidence().withoutMessage());
      }
    }
  }
}
