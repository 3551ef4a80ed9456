package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * The results of analyses about the rows of one board. A result that covers several boards of a
 * data set is on the first of them.
 */
final class BoardAnalyses {

  /** The flag of an analysis that failed. */
  private static final String FAILED = "failed-analysis";

  private final GridPlan plan;
  private final Cells cells;
  private final List<AnalysisCell> shown;
  private final Timing timing;

  BoardAnalyses(Cells cells, PlannedDataset dataset, PlannedThreatModel board, Timing timing) {
    this.plan = cells.plan();
    this.cells = cells;
    this.timing = timing;
    this.shown =
        cells.all().stream()
            .filter(AnalysisCell.class::isInstance)
            .map(AnalysisCell.class::cast)
            .filter(cell -> cell.model().dataset().equals(dataset.label()))
            .filter(
                cell ->
                    cell.threatModels(plan).stream().findFirst().filter(board::equals).isPresent())
            .toList();
  }

  /** A row with the results about it, and with a flag for each analysis that failed. */
  Row addTo(Row row) {
    List<AnalysisResult> results = new ArrayList<>();
    List<Flag> flags = new ArrayList<>(row.flags());
    for (AnalysisCell cell : shown) {
      if (cell.models().stream().anyMatch(model -> model.row().equals(row.label()))) {
        if (cell.other() == null) {
          result(cell, row.seeds().size() > 1).ifPresent(results::add);
        }
        failure(cell).ifPresent(flags::add);
      }
    }
    return row.withFlags(flags).withAnalyses(results);
  }

  /** The results about pairs of rows. */
  List<AnalysisResult> ofPairs() {
    List<AnalysisResult> results = new ArrayList<>();
    for (AnalysisCell cell : shown) {
      if (cell.other() != null) {
        result(cell, plan.seeds().size() > 1).ifPresent(results::add);
      }
    }
    return results;
  }

  private Optional<AnalysisResult> result(AnalysisCell cell, boolean seeds) {
    Optional<AnalysisCellResult> result = cells.result(cell, AnalysisCellResult.class);
    result.ifPresent(found -> timing.cell(cell.name(), found));
    return result
        .map(AnalysisCellResult::content)
        .filter(content -> !content.isBlank())
        .map(
            content ->
                content.of(cell.analysis().label(), title(cell, content), about(cell, seeds)));
  }

  private static String title(AnalysisCell cell, AnalysisResult content) {
    String label = cell.analysis().label();
    String under = cell.under().isEmpty() ? "" : " under " + cell.under();
    String title = content.title() + under;
    return label.equals(cell.analysis().plugin().id()) ? title : title + " (" + label + ")";
  }

  private static Subject about(AnalysisCell cell, boolean seeds) {
    String row = cell.model().row();
    long seed = cell.model().seed();
    if (cell.other() == null) {
      return seeds ? Subject.seed(row, seed) : Subject.row(row);
    }
    String other = cell.other().row();
    return seeds ? Subject.pair(row, other, seed) : Subject.pair(row, other);
  }

  private Optional<Flag> failure(AnalysisCell cell) {
    return cells
        .failure(cell)
        .filter(failure -> !cell.analysis().isCheck() && !cells.has(cell))
        .map(
            failure ->
                new Flag(
                    FAILED,
                    "",
                    "seed "
                        + cell.model().seed()
                        + ": analysis "
                        + cell.analysis().label()
                        + (cell.under().isEmpty() ? "" : " under " + cell.under())
                        + ": "
                        + failure.message()));
  }
}
