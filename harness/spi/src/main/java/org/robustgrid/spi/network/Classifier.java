package org.robustgrid.spi.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained classifier, as attacked and judged.
 *
 * <p>Images are [rows, …input shape] in the classifier's precision, C order. Returned arrays belong
 * to the classifier and are overwritten by its next call. Calls come from one thread. An attack
 * receives a view that counts passes and enforces access, budget, deadline and cancellation. If the
 * classifier is randomised, the view averages over draws (expectation over transformation).
 *
 * @since 0.1
 */
public interface Classifier {

  /** The shape of one input, without the batch: [channels, height, width] or [features]. */
  long[] inputShape();

  int classes();

  /** Whether equal inputs may get different answers under different draw keys. */
  default boolean randomised() {
    return false;
  }

  /**
   * The logits.
   *
   * @param images [rows, …input shape]
   * @return [rows, classes]
   * @throws AccessException when the attack was granted decisions only
   */
  INDArray logits(INDArray images, Query query);

  /**
   * Losses, logits and the gradient of the summed loss with respect to the images.
   *
   * @throws AccessException when the attack was not granted gradients
   */
  LossGradient lossGradient(INDArray images, Query query, Loss loss);

  /**
   * The predicted classes: the first largest logit of each row, or what the defense decides.
   *
   * @return length = rows; {@link #ABSTAIN} where the classifier abstains
   */
  int[] decisions(INDArray images, Query query);

  /** The decision of a classifier that declines to answer. */
  int ABSTAIN = -1;
}
