package org.robustgrid.core.worker;

import org.robustgrid.core.plan.PlannedThreatModel;

/**
 * What a worker is asked to do.
 *
 * @param id distinguishes units of one run
 * @param kind what to do
 * @param model id of the model
 * @param modelKey key of its training
 * @param key key of the result; of a training the same as {@code modelKey}
 * @param cleanKey key of the model's clean evaluation, empty unless an attack
 * @param attack label of the attack, empty unless an attack
 * @param threatModel null unless an attack
 * @param deadlineSeconds after which the worker stops by itself
 */
public record WorkUnit(
    long id,
    Kind kind,
    String model,
    String modelKey,
    String key,
    String cleanKey,
    String attack,
    PlannedThreatModel threatModel,
    double deadlineSeconds) {

  /** What a unit does. */
  public enum Kind {
    TRAINING,
    CLEAN,
    ATTACK,
    CERTIFICATION
  }

  /** The unit in words. */
  public String describe() {
    return switch (kind) {
      case TRAINING -> "training " + model;
      case CLEAN -> "clean accuracy of " + model;
      case CERTIFICATION -> "certificates of " + model;
      case ATTACK -> attack + " at " + threatModel + " on " + model;
    };
  }
}
