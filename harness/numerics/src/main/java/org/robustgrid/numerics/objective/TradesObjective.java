package org.robustgrid.numerics.objective;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.network.Pass;

/**
 * TRADES (Zhang et al. 2019, equation 5): mean CE(f(x), y) + β · mean KL(softmax f(x) ‖ softmax
 * f(x_adv)), differentiated through both logits, each from a forward pass of its own.
 *
 * @param beta weight of the divergence
 * @since 0.1
 */
public record TradesObjective(double beta) {

  /**
   * A batch's value.
   *
   * @param loss the whole objective
   * @param crossEntropy its first term
   * @param divergences each row's KL
   * @since 0.1
   */
  public record Value(double loss, double crossEntropy, double[] divergences) {}

  /**
   * Adds the objective's parameter gradient.
   *
   * @param clean an open pass over the originals
   * @param adversarial an open pass over the adversarial images
   * @param gradient flat parameter gradient, added to
   */
  public Value accumulate(Pass clean, Pass adversarial, int[] labels, INDArray gradient) {
    return accumulate(clean, adversarial, labels, 0, gradient);
  }

  /**
   * The same with smoothed labels in the cross-entropy.
   *
   * @param smoothing share of the target that is spread over all classes, in [0, 1)
   */
  public Value accumulate(
      Pass clean, Pass adversarial, int[] labels, double smoothing, INDArray gradient) {
    INDArray logits = clean.logits();
    int rows = labels.length;
    int classes = Math.toIntExact(logits.size(1));
    double[] p = HostArrays.read(logits);
    double[] q = HostArrays.read(adversarial.logits());
    double[] cleanCotangents = new double[rows * classes];
    double[] adversarialCotangents = new double[rows * classes];
    double crossEntropy =
        MeanLoss.addCotangents(logits, new CrossEntropy(labels, smoothing), 1, cleanCotangents);
    double[] divergences = new double[rows];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      Softmax.logProbabilities(p, offset, classes, p);
      Softmax.logProbabilities(q, offset, classes, q);
      divergences[row] = divergence(p, q, offset, classes);
      sum += divergences[row];
      for (int i = offset; i < offset + classes; i++) {
        double probability = Math.exp(p[i]);
        double slope = probability == 0 ? 0 : probability * (p[i] - q[i] - divergences[row]);
        cleanCotangents[i] += beta * slope / rows;
        adversarialCotangents[i] = beta * (Math.exp(q[i]) - probability) / rows;
      }
    }
    clean.parameterGradient(
        MeanLoss.array(logits.dataType(), cleanCotangents, logits.shape()), gradient);
    adversarial.parameterGradient(
        MeanLoss.array(logits.dataType(), adversarialCotangents, logits.shape()), gradient);
    return new Value(crossEntropy + beta * sum / rows, crossEntropy, divergences);
  }

  private static double divergence(double[] logP, double[] logQ, int offset, int classes) {
    double sum = 0;
    for (int i = offset; i < offset + classes; i++) {
      double probability = Math.exp(logP[i]);
      // 0 · log 0 counts as 0
      sum += probability == 0 ? 0 : probability * (logP[i] - logQ[i]);
    }
    return sum;
  }
}
