package org.robustgrid.attacks;

import org.robustgrid.spi.attack.AttackRequest;

/** The order in which APGD-T attacks the classes of an image. */
@FunctionalInterface
interface TargetRanking {

  /** The class of the largest logit first. */
  TargetRanking BY_LOGITS = (request, logits) -> logits;

  /**
   * Computes the values that rank the targets, the largest first.
   *
   * @param logits the logits at the request's images, [rows][classes]
   * @return [rows][classes]; the label's is the largest if and only if the row is correctly
   *     classified
   */
  double[][] rank(AttackRequest request, double[][] logits);
}
