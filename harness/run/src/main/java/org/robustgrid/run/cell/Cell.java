package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.robustgrid.run.grid.Grid.Limits;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;

/**
 * The unit of work and caching: a computation about a model of a plan, stored under a content key.
 * Cells are plain data; the worker has an executor for each kind.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainingCell.class, name = "training"),
  @JsonSubTypes.Type(value = CleanCell.class, name = "clean"),
  @JsonSubTypes.Type(value = AttackCell.class, name = "attack"),
  @JsonSubTypes.Type(value = CertificationCell.class, name = "certification"),
  @JsonSubTypes.Type(value = AnalysisCell.class, name = "analysis"),
  @JsonSubTypes.Type(value = ClaimCell.class, name = "claim")
})
public sealed interface Cell
    permits TrainingCell, CleanCell, AttackCell, CertificationCell, AnalysisCell, ClaimCell {

  /** The model that the cell is about. */
  PlannedModel model();

  /** The cell in words, unique within a plan. */
  String name();

  /** The kind of work in one word, or the attack's label: a column of the dry run. */
  String what();

  /** The threat model in words, or empty. */
  default String under() {
    return "";
  }

  /** The type of the cell's result. */
  Class<? extends CellResult> resultType();

  /** An estimate of the cell's cost. It affects the order of work, never a result. */
  CostEstimate cost(GridPlan plan);

  /**
   * The content key; empty until the cell's dependencies are computed.
   *
   * @param cells of the plan, with the results so far
   */
  Optional<String> key(Cells cells);

  /** Whether the plan's results so far leave the cell to be computed at all. */
  default boolean applies(Cells cells) {
    return true;
  }

  /** The cells whose results this one is computed from. */
  List<Cell> needs(Cells cells);

  /** The cells that must have ended before, successfully or not. */
  default List<Cell> awaits(Cells cells) {
    return List.of();
  }

  /** Cells of a lower stage are computed first. */
  int stage();

  /** Whether a leaderboard without this cell's result is incomplete. */
  default boolean essential() {
    return true;
  }

  /** Minutes after which the cell is stopped. */
  default double minutes(Limits limits) {
    return limits.cellMinutes();
  }
}
