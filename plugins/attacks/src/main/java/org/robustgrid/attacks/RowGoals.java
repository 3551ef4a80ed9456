package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.HingedMargin;
import org.robustgrid.numerics.loss.LogitMargin;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.NegatedLoss;
import org.robustgrid.numerics.loss.ProbabilityMargin;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Loss;

/**
 * The goal of a request for each row: the loss to ascend and the predictions that count as success.
 */
final class RowGoals {

  private final Goal.Kind kind;
  private final int[] labels;
  private final int[] targets;

  private RowGoals(Goal.Kind kind, int[] labels, int[] targets) {
    this.kind = kind;
    this.labels = labels;
    this.targets = targets;
  }

  /**
   * The goal of a request.
   *
   * @throws IllegalArgumentException if the attack does not support the request's goal
   */
  static RowGoals of(AttackRequest request, String attack, boolean targetedKnown) {
    Goal.Kind kind = request.goal().kind();
    boolean known = kind == Goal.Kind.UNTARGETED || (kind == Goal.Kind.TARGETED && targetedKnown);
    if (!known) {
      throw new IllegalArgumentException("attack '" + attack + "' has no " + kind.id() + " form");
    }
    return new RowGoals(kind, request.labels(), request.goal().targets());
  }

  /** The goal of some of the rows. */
  RowGoals rows(int[] rows) {
    return new RowGoals(kind, choose(labels, rows), choose(targets, rows));
  }

  private static int[] choose(int[] values, int[] rows) {
    int[] chosen = new int[values.length == 0 ? 0 : rows.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[rows[i]];
    }
    return chosen;
  }

  boolean targeted() {
    return kind == Goal.Kind.TARGETED;
  }

  int[] labels() {
    return labels;
  }

  /**
   * The class of each row that decides its success: the target if there is one, otherwise the
   * label.
   */
  int[] decisive() {
    return targeted() ? targets : labels;
  }

  /**
   * The loss to ascend. With a target, the difference of logits ratio and the margins have targeted
   * forms; any other loss is replaced by the negated cross-entropy of the target.
   */
  Loss loss(LossKind untargeted) {
    if (!targeted()) {
      return untargeted.over(labels, targets);
    }
    return switch (untargeted) {
      case DLR -> LossKind.TARGETED_DLR.over(labels, targets);
      case CW_MARGIN -> new NegatedLoss(new LogitMargin(targets, true));
      case CW -> new NegatedLoss(new HingedMargin(targets, true, HingedMargin.CONFIDENCE));
      case PROBABILITY_MARGIN -> new NegatedLoss(new ProbabilityMargin(targets, true));
      default -> new NegatedLoss(new CrossEntropy(targets));
    };
  }

  /**
   * The margin of a row: the label's logit minus the largest other logit, or, with a target, the
   * largest other logit minus the target's. The goal is reached below 0.
   */
  double margin(int row, double[] logits) {
    int chosen = decisive()[row];
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      if (c != chosen) {
        other = Math.max(other, logits[c]);
      }
    }
    return targeted() ? other - logits[chosen] : logits[chosen] - other;
  }

  /** Whether a prediction reaches the goal; an abstention (−1) never does. */
  boolean reached(int row, int prediction) {
    return targeted() ? prediction == targets[row] : prediction >= 0 && prediction != labels[row];
  }
}
