package org.robustgrid.spi.defense;

import org.robustgrid.spi.Passes;

/**
 * An estimate of the cost of a defense.
 *
 * @param training passes for each sample in each epoch
 * @param decision passes forward for each decision of its classifier
 * @param certificate passes forward for each certificate; 0 if it issues none
 * @since 0.1
 */
public record DefenseCost(Passes training, double decision, double certificate) {

  /** One update on each sample in each epoch, and a classifier that is the network itself. */
  public static final DefenseCost CLEAN_TRAINING = new DefenseCost(Passes.gradients(1), 1, 0);

  /** One update on each sample, after an attack of several gradient steps on it. */
  public static DefenseCost adversarial(int steps) {
    return CLEAN_TRAINING.training(Passes.gradients(1.0 + steps));
  }

  /** The same cost with another cost of training. */
  public DefenseCost training(Passes value) {
    return new DefenseCost(value, decision, certificate);
  }
}
