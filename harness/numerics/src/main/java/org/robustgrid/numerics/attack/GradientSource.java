package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * The source of losses and input gradients for an attack: a classifier, or a network in training.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GradientSource {

  /**
   * Evaluates a batch.
   *
   * @param images [rows, …], of the model's precision
   * @param samples each row's index in the data set
   * @param draw key of a randomised model's draws in this call
   * @return arrays that the next call may overwrite
   */
  LossGradient evaluate(INDArray images, long[] samples, RandomKey draw, Loss loss);

  /** A classifier, as an attack plugin is given one. */
  static GradientSource of(Classifier classifier) {
    return (images, samples, draw, loss) ->
        classifier.lossGradient(images, new Query(samples, draw), loss);
  }

  /** A network in inference mode, as a defense attacks its own while it trains. */
  static GradientSource of(Network network) {
    return (images, samples, draw, loss) -> network.lossGradient(images, loss);
  }
}
