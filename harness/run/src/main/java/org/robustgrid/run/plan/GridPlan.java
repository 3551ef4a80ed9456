package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.robustgrid.base.UserException;
import org.robustgrid.run.grid.Grid.Limits;

/**
 * A grid that can run: resolved and validated plain data.
 *
 * @param format version of plans and cells
 * @param name the grid's name
 * @param harness version and code hash of what executes cells
 * @param models trained in this order: a model comes after those it learns from
 * @param certification what is certified of classifiers that issue certificates
 * @param notes what the user should know, for example an attack that skips a board
 * @param checks what is checked besides; none in plans of versions that knew no checks
 * @param analyses what is measured besides: an analysis comes after those whose results it reads
 */
public record GridPlan(
    int format,
    String name,
    Map<String, String> harness,
    List<PlannedDataset> datasets,
    List<PlannedModel> models,
    List<PlannedAttack> attacks,
    List<PlannedThreatModel> threatModels,
    PlannedCertification certification,
    List<Long> seeds,
    Limits limits,
    List<String> notes,
    PlannedChecks checks,
    List<PlannedAnalysis> analyses) {

  /**
   * The version of plans, cells and keys written by this code. In format 1 the draws of a judgement
   * were keyed by the cell, an answer about any point could make a sample fall, and a pass was
   * charged to a sample whatever its draws. In format 2 kept images and the seals of epochs and
   * artifacts were files of other forms. In format 3 the profile was that of one executor. In
   * format 4 clean results held samples of two features and what is decided around them.
   */
  public static final int FORMAT = 5;

  public GridPlan {
    checks = checks == null ? PlannedChecks.NONE : checks;
    analyses = List.copyOf(analyses);
  }

  /** The same plan, computed by the given code. */
  public GridPlan withHarness(Map<String, String> value) {
    return new GridPlan(
        format,
        name,
        value,
        datasets,
        models,
        attacks,
        threatModels,
        certification,
        seeds,
        limits,
        notes,
        checks,
        analyses);
  }

  /** Finds a model by id. */
  public PlannedModel model(String id) {
    return models.stream()
        .filter(m -> m.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new UserException("the plan has no model '" + id + "'"));
  }

  /** Finds a data set by label. */
  public PlannedDataset dataset(String label) {
    return datasets.stream()
        .filter(d -> d.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new UserException("the plan has no data set '" + label + "'"));
  }

  /** Finds an attack by label. */
  public PlannedAttack attack(String label) {
    return attacks.stream()
        .filter(a -> a.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new UserException("the plan has no attack '" + label + "'"));
  }

  /** The models that are rows of the leaderboard. */
  @JsonIgnore
  public List<PlannedModel> rows() {
    return models.stream().filter(PlannedModel::shown).toList();
  }
}
