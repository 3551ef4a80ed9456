package org.robustgrid.run.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.BoardEvidence;
import org.robustgrid.run.cell.CertificationResult;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.spi.attack.Goal;

/**
 * Checks that a result is consistent with itself, the labels and the clean predictions. This
 * detects forged results whose seals were forged too.
 */
final class OutcomeAudit {

  /** Exactly half of the judgements is no majority. */
  private static final double MAJORITY = 0.5;

  private static final String RESUBMITTED_ONLY =
      "counts samples as surviving resubmissions that it counts as broken before";

  private final PlannedDataset dataset;

  OutcomeAudit(PlannedDataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Contradictions in clean predictions.
   *
   * @param samples how many were planned
   */
  Optional<String> problem(CleanResult result, int samples) {
    if (result.predictions().size() != samples || result.correct().length() != samples) {
      return Optional.of("is not of the " + samples + " samples that were planned");
    }
    for (int i = 0; i < samples; i++) {
      if (right(result.predictions(), result.agreement(), i) != result.correct().get(i)) {
        return Optional.of(contradiction(i, result.predictions().get(i), result.correct()));
      }
    }
    return Optional.empty();
  }

  /**
   * Contradictions in an attack's outcome.
   *
   * @param samples how many were planned
   */
  Optional<String> problem(
      AttackCellResult result, CleanResult clean, PlannedThreatModel threat, int samples) {
    if (result.aim() != null && result.aim().targets().size() != samples
        || (result.aim() != null) != (threat.kind() == Goal.Kind.TARGETED)) {
      return Optional.of("has other targets than its threat model " + threat);
    }
    if (result.predictions().size() != samples
        || result.robust().length() != samples
        || result.norms().size() != samples
        || clean.correct().length() < samples) {
      return Optional.of("is not of the " + samples + " samples that were planned");
    }
    int attacked = 0;
    for (int i = 0; i < samples; i++) {
      boolean aimed = result.aimed(i);
      attacked += clean.correct().get(i) && threat.concerns(dataset.labels().get(i)) ? 1 : 0;
      Optional<String> wrong = aimed ? wrongTarget(result, threat, i) : Optional.empty();
      if (wrong.isPresent()) {
        return wrong;
      }
      // a sample whose logits were not finite along the way counts as broken for any prediction
      boolean asked = said(result, i);
      boolean right = (aimed ? !asked : asked) && !result.notFinite().contains(i);
      if (right != result.robust().get(i)) {
        return Optional.of(contradiction(i, result.predictions().get(i), result.robust()));
      }
      if (result.robust().get(i) && !clean.correct().get(i)) {
        return Optional.of("calls sample " + i + " robust, which is wrong without attack");
      }
    }
    if (unfoundedResubmissions(result.resubmitted(), result.robust())) {
      return Optional.of(RESUBMITTED_ONLY);
    }
    return attacked == result.attacked()
        ? Optional.empty()
        : Optional.of(
            "states " + result.attacked() + " attacked samples, but " + attacked + " were right");
  }

  /** Whether samples survive resubmissions that were broken before them. */
  private static boolean unfoundedResubmissions(Bits resubmitted, Bits robust) {
    return resubmitted != null
        && (resubmitted.length() != robust.length() || resubmitted.andNot(robust).count() > 0);
  }

  /** Whether the answer about a sample is the class that decides about it. */
  private boolean said(AttackCellResult result, int sample) {
    int decisive = result.decisive(sample, dataset.labels().get(sample));
    return result.agreement().isEmpty()
        ? result.predictions().get(sample) == decisive
        : result.agreement().get(sample) > MAJORITY;
  }

  /**
   * A target that the threat model's rule does not choose; rules by logits are left to the model.
   */
  private Optional<String> wrongTarget(
      AttackCellResult result, PlannedThreatModel threat, int sample) {
    int label = dataset.labels().get(sample);
    int stated = result.decisive(sample, label);
    boolean chosen =
        threat.targetsByLogits()
            ? stated != label
            : IntStream.of(threat.targets(sample, label, dataset.classNames().size(), null))
                .anyMatch(target -> target == stated);
    return chosen
        ? Optional.empty()
        : Optional.of(
            "states target "
                + stated
                + " of sample "
                + sample
                + ", which "
                + threat
                + " does not choose");
  }

  /** Contradictions in certificates. */
  Optional<String> problem(CertificationResult result, int samples) {
    boolean whole = result.decisions().size() == samples && result.radii().size() == samples;
    if (!whole) {
      return Optional.of("is not of the " + samples + " samples that were planned");
    }
    for (int i = 0; i < samples; i++) {
      boolean abstained = result.decisions().get(i) < 0;
      double radius = result.radii().get(i);
      if (!(radius >= 0) || abstained && radius > 0) {
        return Optional.of("certifies sample " + i + " within a radius of " + radius);
      }
    }
    return Optional.empty();
  }

  /**
   * Contradictions in the evidence of an analysis.
   *
   * @param id of its plugin
   * @param samples how many the row is evaluated on
   */
  Optional<String> problem(AnalysisCellResult result, String id, int samples) {
    for (BoardEvidence of : result.evidence()) {
      CheckEvidence evidence = of.evidence();
      List<Integer> found = evidence.samples();
      if (!evidence.check().equals(id)) {
        return Optional.of("has evidence of '" + evidence.check() + "', which was not planned");
      }
      if (evidence.asked() < found.size() || evidence.asked() > samples) {
        return Optional.of(
            "finds "
                + found.size()
                + " of "
                + evidence.asked()
                + " samples, where "
                + samples
                + " were to be asked about");
      }
      for (int i = 0; i < found.size(); i++) {
        if (found.get(i) >= samples || found.get(i) < (i == 0 ? 0 : found.get(i - 1) + 1)) {
          return Optional.of(
              "names sample " + found.get(i) + " out of order or beyond the first " + samples);
        }
      }
    }
    return Optional.empty();
  }

  /** Contradictions in a claim. */
  Optional<String> problem(ClaimResult result, CleanResult clean) {
    int samples = clean.correct().length();
    if (result.robust().length() != samples
        || result.predictions().size() != samples
        || result.norms().size() != samples) {
      return Optional.of("is not of the " + samples + " samples that were planned");
    }
    for (int i = 0; i < samples; i++) {
      boolean right = result.predictions().get(i).equals(dataset.labels().get(i));
      if ((right && clean.correct().get(i)) != result.robust().get(i)) {
        return Optional.of(contradiction(i, result.predictions().get(i), result.robust()));
      }
    }
    if (unfoundedResubmissions(result.resubmitted(), result.robust())) {
      return Optional.of(RESUBMITTED_ONLY);
    }
    return Optional.empty();
  }

  /** Contradictions in the further columns of an analysis. */
  Optional<String> problem(AnalysisCellResult result, CleanResult clean) {
    if (result.columns() == null) {
      return Optional.empty();
    }
    return result.columns().entrySet().stream()
        .filter(
            column ->
                column.getValue().bits().length() != clean.correct().length()
                    || column.getValue().bits().andNot(clean.correct()).count() > 0)
        .findFirst()
        .map(
            column ->
                "lets samples survive in the column '"
                    + column.getKey()
                    + "' that are wrong without attack, or has others than were planned");
  }

  private boolean right(List<Integer> predictions, List<Double> agreement, int sample) {
    return agreement.isEmpty()
        ? predictions.get(sample).equals(dataset.labels().get(sample))
        : agreement.get(sample) > MAJORITY;
  }

  private String contradiction(int sample, int prediction, Bits bits) {
    return "contradicts itself: sample "
        + sample
        + " of class "
        + dataset.labels().get(sample)
        + " is predicted as "
        + prediction
        + ", and its outcome bit is "
        + (bits.get(sample) ? 1 : 0);
  }
}
