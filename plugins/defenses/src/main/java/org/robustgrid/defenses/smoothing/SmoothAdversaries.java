package org.robustgrid.defenses.smoothing;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomStream;

/**
 * Finds the adversarial images of SmoothAdv (Salman et al. 2019, Eq. 6 and Algorithm 1) by PGD on
 * −log of the mean of softmax f(x + δ + ν_i)_y over a few noise draws ν_i, which are fixed during
 * the attack.
 *
 * <p>ε and the step size grow linearly during a warm-up of w epochs, as in the authors' code: the
 * radius is min(ε, (e + 1) ε / w) in epoch e, counted from 0.
 */
final class SmoothAdversaries {

  private final double sigma;
  private final int draws;
  private final InnerAttack attack;
  private final double warmupEpochs;
  private final Domain domain;
  private double share;
  private ProjectedGradientDescent descent;

  /**
   * @param attack the attack with the full ε
   * @param warmupEpochs epochs over which ε grows; 1: it does not grow
   */
  SmoothAdversaries(
      double sigma, int draws, InnerAttack attack, double warmupEpochs, Domain domain) {
    this.sigma = sigma;
    this.draws = draws;
    this.attack = attack;
    this.warmupEpochs = warmupEpochs;
    this.domain = domain;
  }

  /** Returns the attack of an epoch. It keeps its buffers as long as ε does not change. */
  private ProjectedGradientDescent descent(int epoch) {
    double now = Math.min(1, (epoch + 1) / warmupEpochs);
    if (now != share) {
      share = now;
      descent = attack.scaled(now).descent(domain);
    }
    return descent;
  }

  /**
   * Returns the noise of a minibatch, [draws][rows × numbers per image], keyed by sample and step.
   */
  double[][] noise(TrainingBatch batch) {
    double[][] noise = new double[draws][];
    for (int draw = 0; draw < draws; draw++) {
      noise[draw] = noise(batch, draw);
    }
    return noise;
  }

  /**
   * Finds the adversarial images of a minibatch, without noise. The attack starts at the clean
   * images.
   *
   * @param noise the draws that approximate the smoothed classifier, from {@link #noise}
   * @return adversarial images, shaped as the minibatch's; the next call overwrites them
   */
  INDArray of(Network network, TrainingBatch batch, double[][] noise) {
    long[] samples = Arrays.stream(batch.indices()).asLongStream().toArray();
    return descent(batch.epoch())
        .run(
            smoothed(network, noise),
            batch.images(),
            samples,
            new CrossEntropy(batch.labels()),
            Start.at(batch.images()))
        .iterates();
  }

  /** The loss −log of the mean probability over the given draws, with its gradient (Eq. 6). */
  static GradientSource smoothed(Network network, double[][] noise) {
    return (images, samples, key, loss) -> evaluate(network, images, noise, loss);
  }

  private double[] noise(TrainingBatch batch, int draw) {
    double[] noise = new double[Math.toIntExact(batch.images().length())];
    int length = noise.length / batch.rows();
    for (int row = 0; row < batch.rows(); row++) {
      RandomStream stream =
          batch.random().with("smooth-adv").with(draw).with(batch.indices()[row]).stream();
      for (int p = row * length; p < (row + 1) * length; p++) {
        noise[p] = sigma * stream.nextGaussian();
      }
    }
    return noise;
  }

  /**
   * The gradient of −log mean p_i is Σ w_i ∇CE_i with w_i = p_i / Σ p_j, since p_i = exp(−CE_i).
   * One pass for each draw is enough.
   */
  private static LossGradient evaluate(
      Network network, INDArray images, double[][] noise, Loss loss) {
    double[] clean = HostArrays.read(images);
    int rows = Math.toIntExact(images.size(0));
    int length = clean.length / rows;
    INDArray noisy = Nd4j.createUninitialized(images.dataType(), images.shape(), 'c');
    double[][] losses = new double[noise.length][];
    double[][] gradients = new double[noise.length][];
    INDArray logits = null;
    for (int draw = 0; draw < noise.length; draw++) {
      double[] moved = clean.clone();
      for (int p = 0; p < moved.length; p++) {
        moved[p] += noise[draw][p];
      }
      HostArrays.write(moved, noisy);
      LossGradient answer = network.lossGradient(noisy, loss);
      losses[draw] = answer.losses().clone();
      gradients[draw] = HostArrays.read(answer.gradient());
      logits = answer.logits();
    }
    double[] mean = new double[rows];
    for (int row = 0; row < rows; row++) {
      mean[row] = combine(losses, gradients, row, row * length, length);
    }
    HostArrays.write(gradients[0], noisy);
    return new LossGradient(mean, logits, noisy);
  }

  /** Writes the weighted gradient into the array of the first draw and returns −log mean p. */
  private static double combine(
      double[][] losses, double[][] gradients, int row, int offset, int length) {
    double least = Double.POSITIVE_INFINITY;
    for (double[] draw : losses) {
      least = Math.min(least, draw[row]);
    }
    double total = 0;
    for (double[] draw : losses) {
      total += Math.exp(least - draw[row]);
    }
    for (int p = offset; p < offset + length; p++) {
      double sum = 0;
      for (int draw = 0; draw < losses.length; draw++) {
        sum += Math.exp(least - losses[draw][row]) / total * gradients[draw][p];
      }
      gradients[0][p] = sum;
    }
    return least - Math.log(total / losses.length);
  }
}
