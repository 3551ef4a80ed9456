package org.robustgrid.run.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Scope;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.attack.Goal;

/** The parts of a grid that analyses can cover. */
record AnalysedGrid(
    List<PlannedDataset> datasets,
    List<PlannedModel> models,
    List<PlannedThreatModel> threatModels,
    List<PlannedAttack> attacks) {

  /** The models that an analysis is about. */
  List<PlannedModel> of(PlannedAnalysis analysis) {
    return models.stream().filter(PlannedModel::shown).filter(analysis::concerns).toList();
  }

  /** Labels of the rows. */
  List<String> rows() {
    return models.stream().filter(PlannedModel::shown).map(PlannedModel::row).distinct().toList();
  }

  /** Why an analysis has nothing to look at, in words with what to do; empty if it has. */
  String lacking(PlannedAnalysis analysis) {
    List<PlannedModel> subjects = of(analysis);
    if (analysis.subject() == Subject.PAIR && pairs(subjects) == 0) {
      return "compares pairs of rows of one data set, and of "
          + (analysis.rows().isEmpty() ? "this grid's rows" : "the rows it names")
          + " there is no pair; add a row, or remove the analysis";
    }
    if (analysis.subject() == Subject.TRAINING && subjects.isEmpty()) {
      return "is of the epochs of a training, and no row that it is about is trained here, as model"
          + " files are not; add a row that is, or remove the analysis";
    }
    String unkept = unkept(analysis, subjects);
    if (!unkept.isEmpty()) {
      return unkept;
    }
    boolean attacked = analysis.outcomes() || analysis.scope() != Scope.ONCE;
    if (attacked && attacks.isEmpty()) {
      return "looks at attacks, and the grid has none; add one, or remove the analysis";
    }
    if (attacked && threatModels.stream().noneMatch(t -> looksAt(analysis, t) && isAttacked(t))) {
      return "looks at "
          + goals(analysis)
          + "attacks"
          + (analysis.norms().isEmpty() ? "" : " under " + String.join(", ", analysis.norms()))
          + ", and the grid attacks under "
          + threatModels.stream()
              .map(PlannedThreatModel::toString)
              .collect(Collectors.joining(", "))
          + " only; add a threat model, or remove the analysis";
    }
    return "";
  }

  /** Why no row gives what an analysis asks for, in words with what to do; empty if one does. */
  String ungranted(PlannedAnalysis analysis) {
    boolean meant =
        models.stream()
            .filter(PlannedModel::shown)
            .filter(model -> analysis.datasets().contains(model.dataset()))
            .anyMatch(model -> analysis.rows().isEmpty() || analysis.rows().contains(model.row()));
    return meant && of(analysis).isEmpty()
        ? "asks for what no row that it is about gives, since a Python model gives what its function"
            + " tells and no network; name other rows, or remove the analysis"
        : "";
  }

  /** Says of which rows no epoch is kept that an analysis of epochs could be about. */
  private static String unkept(PlannedAnalysis analysis, List<PlannedModel> subjects) {
    if (analysis.subject() != Subject.TRAINING) {
      return "";
    }
    return subjects.stream()
        .filter(PlannedModel::keepsNoEpoch)
        .map(
            model ->
                "is of the epochs of the row '"
                    + model.row()
                    + "', of which none is kept: 'keep-epochs' names "
                    + model.keptEpochs().epochs()
                    + ", and its training has "
                    + model.epochs()
                    + "; name some of these, or leave the row out with 'rows'")
        .findFirst()
        .orElse("");
  }

  /** What is made once a norm is about untargeted attacks. */
  private static boolean looksAt(PlannedAnalysis analysis, PlannedThreatModel threat) {
    return analysis.looksAt(threat)
        && (analysis.scope() != Scope.NORM || threat.kind() == Goal.Kind.UNTARGETED);
  }

  private static String goals(PlannedAnalysis analysis) {
    if (analysis.scope() == Scope.NORM) {
      return Goal.Kind.UNTARGETED.id() + " ";
    }
    return analysis.isCheck() ? String.join(" or ", analysis.goals()) + " " : "";
  }

  private boolean isAttacked(PlannedThreatModel threat) {
    return attacks.stream().anyMatch(attack -> attack.runsUnder(threat));
  }

  private static long pairs(List<PlannedModel> models) {
    return models.stream()
        .filter(
            first ->
                models.stream()
                    .anyMatch(
                        second ->
                            !second.row().equals(first.row())
                                && second.dataset().equals(first.dataset())
                                && second.seed() == first.seed()))
        .count();
  }
}
