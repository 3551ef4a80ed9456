package org.robustgrid.spi.network;

/**
 * A loss on logits, sample by sample.
 *
 * <p>Logits arrive in double whatever the network's precision; an implementation must not keep the
 * arrays. It is called in row order on one thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Loss {

  /**
   * Computes one sample's loss and its gradient.
   *
   * @param row the sample's position in the batch that was passed to the network
   * @param logits the sample's logits, length = classes; not to be changed
   * @param gradient receives d loss / d logits, length = classes
   * @return the loss
   */
  double evaluate(int row, double[] logits, double[] gradient);

  /** How the draws of a randomised classifier are combined under this loss. */
  default Averaging averaging() {
    return Averaging.PROBABILITIES;
  }

  /**
   * The class whose probability p alone decides a row's loss, as c · log p with a constant c; −1 if
   * the loss is anything else. The gradient under {@link Averaging#PROBABILITIES} is then the mean
   * of the draws' own gradients, weighted by p, and takes one pass for each draw, not two.
   *
   * @param row the sample's position in the batch
   */
  default int decidingClass(int row) {
    return -1;
  }

  /**
   * How several draws of a randomised classifier become one loss.
   *
   * @since 0.1
   */
  enum Averaging {
    /** The loss of the mean logits. */
    LOGITS,
    /** The loss of the logarithm of the mean softmax. */
    PROBABILITIES,
    /** The mean of the losses of the draws. */
    LOSS
  }
}
