package org.robustgrid.spi;

import org.robustgrid.spi.attack.Objective;

/** What a plugin can do or needs; the harness plans and checks by these. */
public enum Capability {
  /** An attack that needs input gradients ({@link Access#GRADIENTS}). */
  NEEDS_GRADIENTS,
  /** An attack that needs logits only ({@link Access#SCORES}). */
  NEEDS_SCORES,
  /** An attack that needs predicted classes only ({@link Access#DECISIONS}). */
  NEEDS_DECISIONS,
  /** An attack that supports {@link Objective.Kind#TARGETED}. */
  TARGETED,
  /** An attack that supports {@link Objective.Kind#MINIMUM_DISTANCE}. */
  MINIMUM_DISTANCE,
  /** A defense whose classifier draws randomness at inference. */
  RANDOMISED,
  /** A defense whose classifier issues certificates. */
  CERTIFIED
}
