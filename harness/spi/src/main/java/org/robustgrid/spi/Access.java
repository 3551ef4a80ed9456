package org.robustgrid.spi;

/**
 * The access of an attack to a classifier, from most to least.
 *
 * @since 0.1
 */
public enum Access {
  /** Input gradients of any loss on the logits, and everything below. */
  GRADIENTS,
  /** Logits, and everything below. */
  SCORES,
  /** Predicted classes. */
  DECISIONS;

  /** Whether this access includes {@code other}. */
  public boolean includes(Access other) {
    return ordinal() <= other.ordinal();
  }
}
