package org.robustgrid.attacks;

import java.util.Locale;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.NegatedLoss;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Objective;
import org.robustgrid.spi.network.Loss;

/** What a request is after, row by row: which loss leads there and which prediction is success. */
final class Goal {

  private final Objective.Kind kind;
  private final int[] labels;
  private final int[] targets;

  private Goal(Objective.Kind kind, int[] labels, int[] targets) {
    this.kind = kind;
    this.labels = labels;
    this.targets = targets;
  }

  /**
   * The goal of a request.
   *
   * @throws IllegalArgumentException when the attack has no way to the request's objective
   */
  static Goal of(AttackRequest request, String attack, boolean targetedKnown) {
    Objective.Kind kind = request.objective().kind();
    boolean known =
        kind == Objective.Kind.UNTARGETED || (kind == Objective.Kind.TARGETED && targetedKnown);
    if (!known) {
      throw new IllegalArgumentException(
          "attack '"
              + attack
              + "' has no "
              + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + " form");
    }
    return new Goal(kind, request.labels(), request.objective().targets());
  }

  /** The goal of some of the rows. */
  Goal rows(int[] rows) {
    return new Goal(kind, choose(labels, rows), choose(targets, rows));
  }

  private static int[] choose(int[] values, int[] rows) {
    int[] chosen = new int[values.length == 0 ? 0 : rows.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[rows[i]];
    }
    return chosen;
  }

  int[] labels() {
    return labels;
  }

  /** The loss to ascend; towards a target, the negated cross-entropy of the target. */
  Loss loss(LossKind untargeted) {
    return kind == Objective.Kind.TARGETED
        ? new NegatedLoss(new CrossEntropy(targets))
        : untargeted.over(labels, targets);
  }

  /**
   * How far a row's logits are from the goal: the margin of the label over the best other class, or
   * of the best other class over the target; below 0 the goal is reached.
   */
  double margin(int row, double[] logits) {
    boolean targeted = kind == Objective.Kind.TARGETED;
    int chosen = targeted ? targets[row] : labels[row];
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      if (c != chosen) {
        other = Math.max(other, logits[c]);
      }
    }
    return targeted ? other - logits[chosen] : logits[chosen] - other;
  }

  /** Whether a prediction is what the attack was after; −1 (none) never is. */
  boolean reached(int row, int prediction) {
    return kind == Objective.Kind.TARGETED
        ? prediction == targets[row]
        : prediction >= 0 && prediction != labels[row];
  }
}
