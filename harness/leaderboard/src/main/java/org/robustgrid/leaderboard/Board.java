package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.robustgrid.leaderboard.analysis.AnalysisResult;

/**
 * One data set under one threat model.
 *
 * @param sampleIds the data set's samples that it covers; null for all
 * @param rows sorted by worst-case rate, best first; then unreliable rows in the same order; failed
 *     rows last
 * @param analyses of the board as a whole, or of pairs of its rows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Board(
    String dataset,
    int samples,
    ThreatModelEntry threatModel,
    List<Integer> sampleIds,
    List<Row> rows,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AnalysisResult> analyses) {

  public Board {
    analyses = analyses == null ? List.of() : List.copyOf(analyses);
  }

  /** A board of all samples of its data set, without results of analyses. */
  public Board(String dataset, int samples, ThreatModelEntry threatModel, List<Row> rows) {
    this(dataset, samples, threatModel, null, rows, null);
  }

  /** The same board of other rows. */
  public Board withRows(List<Row> others) {
    return new Board(dataset, samples, threatModel, sampleIds, others, analyses);
  }

  /** The same board with results of analyses. */
  public Board withAnalyses(List<AnalysisResult> results) {
    return new Board(dataset, samples, threatModel, sampleIds, rows, results);
  }
}
