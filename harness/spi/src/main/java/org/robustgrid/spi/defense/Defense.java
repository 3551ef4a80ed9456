package org.robustgrid.spi.defense;

import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Classifier;

/**
 * Trains a classifier and defines how the trained network is deployed.
 *
 * @since 0.1
 */
public interface Defense {

  /**
   * Trains. Called in a worker on one thread; long work reports progress to the request's monitor
   * and lets it stop the work.
   *
   * @throws DivergedException when training does not converge to finite numbers
   * @throws StoppedException when the harness stopped the work; checkpoints stay for a resume
   */
  TrainedDefense train(DefenseRequest request);

  /**
   * Creates the classifier that is judged and attacked: the trained network itself, unless the
   * defense wraps it (smoothing, transformed inputs). It must depend only on the arguments and the
   * defense's parameters, so that a saved model loads identically.
   *
   * @param trained the networks and arrays that training left
   */
  default Classifier deploy(Deployment trained) {
    return trained.network();
  }
}
