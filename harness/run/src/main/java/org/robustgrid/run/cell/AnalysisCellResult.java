package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.analysis.AnalysisResult;

/**
 * The result of an analysis.
 *
 * @param key the cell's key
 * @param content figures and all else that is drawn; its id and subject are given when it is shown
 * @param evidence what may speak against the evaluation
 * @param imageSetsHash SHA-256 of the file of image sets, empty if there are none
 * @param forward forward passes, in samples
 * @param backward backward passes, in samples
 * @param seconds wall-clock time of the cell
 * @param modelSeconds the part of it spent in the model
 * @param columns further columns of the boards that it is about, by name; null for none
 * @param microBatch samples that the network computed at once, where memory held fewer than the
 *     profile says; else null
 */
public record AnalysisCellResult(
    String key,
    AnalysisResult content,
    List<BoardEvidence> evidence,
    String imageSetsHash,
    long forward,
    long backward,
    double seconds,
    double modelSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Column> columns,
    Integer microBatch)
    implements CellResult {

  public AnalysisCellResult {
    evidence = List.copyOf(evidence);
  }
}
