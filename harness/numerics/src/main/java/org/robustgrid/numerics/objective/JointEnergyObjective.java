package org.robustgrid.numerics.objective;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.JointEnergy;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.spi.network.Pass;

/**
 * Joint energy adversarial training (Zhu et al. 2021, algorithm 1): mean (E(x_adv, y) − E(x_adv)) +
 * mean E(x_adv) − mean E(x_sgld).
 *
 * @since 0.1
 */
public final class JointEnergyObjective {

  private JointEnergyObjective() {}

  /**
   * A batch's value.
   *
   * @param classTerm mean E(x_adv, y) − E(x_adv), the cross-entropy
   * @param marginalTerm mean E(x_adv) − mean E(x_sgld)
   * @since 0.1
   */
  public record Value(double classTerm, double marginalTerm) {

    public double loss() {
      return classTerm + marginalTerm;
    }
  }

  /**
   * Adds the objective's parameter gradient.
   *
   * @param adversarial an open pass over the adversarial images
   * @param sampled an open pass over samples of the model
   * @param labels classes of the adversarial images' originals
   * @param gradient flat parameter gradient, added to
   */
  public static Value accumulate(Pass adversarial, Pass sampled, int[] labels, INDArray gradient) {
    return accumulate(adversarial, sampled, labels, 0, gradient);
  }

  /**
   * The same with smoothed labels.
   *
   * @param smoothing share of the target that is spread over all classes, in [0, 1)
   */
  public static Value accumulate(
      Pass adversarial, Pass sampled, int[] labels, double smoothing, INDArray gradient) {
    // E(x_adv) cancels between the terms: E(x_adv, y) alone carries the gradient
    MeanLoss.accumulate(adversarial, new JointEnergy(labels, smoothing), 1, gradient);
    INDArray logits = adversarial.logits();
    double[] unused = new double[Math.toIntExact(logits.length())];
    double classTerm =
        MeanLoss.addCotangents(logits, new CrossEntropy(labels, smoothing), 0, unused);
    double energy = MeanLoss.addCotangents(logits, new MarginalEnergy(), 0, unused);
    double sampledEnergy = MeanLoss.accumulate(sampled, new MarginalEnergy(), -1, gradient);
    return new Value(classTerm, energy - sampledEnergy);
  }
}
