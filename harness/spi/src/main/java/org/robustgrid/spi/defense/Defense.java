package org.robustgrid.spi.defense;

import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Classifier;

/**
 * Trains a classifier and says how the trained network is used.
 *
 * @since 0.1
 */
public interface Defense {

  /**
   * Trains. Called in a worker on one thread; long work reports to the request's monitor and checks
   * it.
   *
   * @throws DivergedException when training does not converge to finite numbers
   * @throws StoppedException when the harness stopped the work; checkpoints stay for a resume
   */
  TrainedDefense train(DefenseRequest request);

  /**
   * The classifier that is judged and attacked, from the trained network: the network itself unless
   * the defense wraps it (smoothing, transformed inputs). Must depend on the arguments and the
   * defense's parameters alone, so that a saved model loads identically.
   *
   * @param trained the networks and arrays that training left
   */
  default Classifier deploy(Deployment trained) {
    return trained.network();
  }
}
