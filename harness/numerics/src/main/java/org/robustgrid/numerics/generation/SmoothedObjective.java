package org.robustgrid.numerics.generation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.TargetClassMax;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;

/**
 * A class's score under a network smoothed by noise: the mean logit over draws, or the logarithm of
 * the mean softmax, the plug-in estimate (Kaur et al. 2019, equations 5 and 6; Salman et al. 2019,
 * equation 6).
 *
 * @since 0.1
 */
public final class SmoothedObjective implements AscentObjective {

  /**
   * Which score is averaged.
   *
   * @since 0.1
   */
  public enum Score {
    /** Mean over draws of z(x + n)_t. */
    LOGIT,
    /** ln of the mean over draws of softmax(z(x + n))_t. */
    PROBABILITY
  }

  /**
   * The source of the noise.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Noise {

    /**
     * Fills in the noise of a draw, σ included.
     *
     * @param step counted from 0
     * @param draw counted from 0
     * @param noise receives one number for each coordinate of the batch
     */
    void draw(int step, int draw, double[] noise);
  }

  private final Network network;
  private final int[] targets;
  private final Score score;
  private final int draws;
  private final Noise noise;

  public SmoothedObjective(Network network, int[] targets, Score score, int draws, Noise noise) {
    this.network = network;
    this.targets = targets.clone();
    this.score = score;
    this.draws = draws;
    this.noise = noise;
  }

  @Override
  public void evaluate(int step, INDArray images, double[] values, double[] gradient) {
    int rows = targets.length;
    int length = gradient.length / rows;
    double[] clean = HostArrays.read(images);
    double[] noisy = new double[clean.length];
    double[] slopes = new double[clean.length];
    INDArray batch = Nd4j.createUninitialized(images.dataType(), images.shape().clone(), 'c');
    Loss loss = score == Score.LOGIT ? new TargetClassMax(targets) : new CrossEntropy(targets);
    Arrays.fill(values, 0);
    Arrays.fill(gradient, 0);
    for (int draw = 0; draw < draws; draw++) {
      noise.draw(step, draw, noisy);
      for (int i = 0; i < clean.length; i++) {
        noisy[i] += clean[i];
      }
      HostArrays.write(noisy, batch);
      LossGradient answer = network.lossGradient(batch, loss);
      HostArrays.read(answer.gradient(), slopes);
      for (int row = 0; row < rows; row++) {
        // the derivative of a probability is it times that of its logarithm
        double own = -answer.losses()[row];
        double weight = score == Score.LOGIT ? 1 : Math.exp(own);
        values[row] += (score == Score.LOGIT ? own : weight) / draws;
        for (int i = row * length; i < (row + 1) * length; i++) {
          gradient[i] -= weight * slopes[i] / draws;
        }
      }
    }
    if (score == Score.PROBABILITY) {
      for (int row = 0; row < rows; row++) {
        for (int i = row * length; i < (row + 1) * length; i++) {
          gradient[i] /= values[row];
        }
        values[row] = Math.log(values[row]);
      }
    }
  }
}
