package org.robustgrid.spi.defense;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * A training objective: computes a minibatch's loss and its parameter gradient.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TrainingStep {

  /**
   * Computes the loss of a minibatch and adds its parameter gradient.
   *
   * @param network the network in training; its parameters are not to be changed
   * @param batch the minibatch
   * @param gradient flat vector, zero on entry, length {@link Network#parameterCount()}; add the
   *     gradient of the mean loss
   * @return the mean loss
   */
  double accumulate(Network network, TrainingBatch batch, INDArray gradient);

  /**
   * Arrays that must travel with each image through augmentation (target gradients, teacher
   * targets), or nothing.
   */
  default Auxiliary auxiliary() {
    return Auxiliary.NONE;
  }

  /** The objective's own state (a replay buffer, for example), kept in checkpoints. */
  default Map<String, INDArray> state() {
    return Map.of();
  }

  /** Restores the state that {@link #state} returned, when a training resumes. */
  default void restore(Map<String, INDArray> state) {}

  /**
   * Whether the network in training maps the data set's images to logits, so that its accuracy on
   * the validation split means something.
   */
  default boolean classifies() {
    return true;
  }

  /** Called after each epoch, before its checkpoint. */
  default void epochFinished(Network network, int epoch) {}

  /**
   * Image-shaped targets, several per image, transformed with their image.
   *
   * @since 0.1
   */
  interface Auxiliary {
    /** No targets. */
    Auxiliary NONE =
        new Auxiliary() {
          @Override
          public int planes() {
            return 0;
          }

          @Override
          public void read(int[] indices, RandomKey step, float[] targets) {}
        };

    /** How many image-shaped arrays belong to each image. */
    int planes();

    /**
     * Reads targets.
     *
     * @param indices positions in the training view
     * @param step the step's randomness, the same as {@link TrainingBatch#random()}: it may decide
     *     which of many targets are read
     * @param targets receives for each index {@link #planes()} arrays of the input shape, C order
     */
    void read(int[] indices, RandomKey step, float[] targets);
  }
}
