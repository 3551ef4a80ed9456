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

/** What a request is after, row by row: which loss leads there and which prediction is success. */
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
   * @throws IllegalArgumentException when the attack has no way to the request's goal
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

  /** The class of each row whose prediction decides: the target, else the label. */
  int[] decisive() {
    return targeted() ? targets : labels;
  }

  /**
   * The loss to ascend. Towards a target, ratio and margins have forms of their own; for any other
   * loss it is the negated cross-entropy of the target.
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
   * How far a row's logits are from the goal: the margin of the label over the best other class, or
   * of the best other class over the target; below 0 the goal is reached.
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

  /** Whether a prediction is what the attack was after; −1 (none) never is. */
  boolean reached(int row, int prediction) {
    return targeted() ? prediction == targets[row] : prediction >= 0 && prediction != labels[row];
  }
}
