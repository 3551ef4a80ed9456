package org.robustgrid.spi.defense;

import org.robustgrid.spi.network.Network;

/**
 * Runs training: shuffling, batches, augmentation, schedule, updates, checkpoints every epoch,
 * resume with the same final weights, progress, and detection of divergence. Implemented by the
 * harness only.
 *
 * @since 0.1
 */
public interface Trainer {

  /**
   * Trains a network in place.
   *
   * <p>A training that was killed and is called again with the same arguments continues after its
   * last finished epoch and ends with the same weights.
   *
   * @param network trained in place; on return it holds the selected epoch's weights
   * @param settings how
   * @param step the objective
   * @return what was measured on the way
   * @throws DivergedException when a loss or a gradient is not finite, naming epoch and step
   */
  TrainingReport train(Network network, TrainingSettings settings, TrainingStep step);
}
