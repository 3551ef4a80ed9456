package org.robustgrid.numerics.logit;

import org.robustgrid.numerics.logit.LogitModel.Root;

/**
 * Cross-entropy and change of the logit gap as functions of the largest logits of right and wrong
 * samples (Seguin et al. 2021, figures C.2 and C.3), with the printed f, g and ψ.
 *
 * @param classes N
 * @param errorRate share of wrong samples, in [0, 1]
 * @param responseRight mean leverage Ω of right samples
 * @param responseWrong mean leverage Ω of wrong samples
 * @since 0.1
 */
public record LogitSurface(
    int classes, double errorRate, double responseRight, double responseWrong) {

  /** The exact cross-entropy of a mixture of right and wrong surrogates. */
  public double crossEntropy(double betaRight, double betaWrong, Root root) {
    LogitModel right = new LogitModel(classes, betaRight);
    LogitModel wrong = new LogitModel(classes, betaWrong);
    return (1 - errorRate)
            * LogitModel.crossEntropy(right.rightSurrogate(right.printedRight(root)), 0)
        + errorRate
            * LogitModel.crossEntropy(
                wrong.wrongSurrogate(wrong.printedLabel(root), wrong.printedOthers(root)), 1);
  }

  /**
   * The change of the gap between the labelled logit and the mean of the others.
   *
   * @param derived whether the last term has ψ, as (z·1)² − N z·z expands, in place of the printed
   *     g
   */
  public double gapChange(double betaRight, double betaWrong, Root root, boolean derived) {
    double f = new LogitModel(classes, betaRight).printedRight(root);
    LogitModel wrong = new LogitModel(classes, betaWrong);
    double g = wrong.printedLabel(root);
    double psi = wrong.printedOthers(root);
    double q = derived ? psi : g;
    double n = classes;
    return -((1 - errorRate) * responseRight * (betaRight - f) * (betaRight - f)
            + errorRate * responseWrong * (betaWrong - g) * (betaWrong - g))
        - 2 * (n - 2) / (n - 1) * errorRate * responseWrong * (betaWrong - q) * (g - psi);
  }

  /** |gap change| / |β − f| of right samples. */
  public double ratio(double betaRight, double betaWrong, Root root, boolean derived) {
    double f = new LogitModel(classes, betaRight).printedRight(root);
    return Math.abs(gapChange(betaRight, betaWrong, root, derived)) / Math.abs(betaRight - f);
  }
}
