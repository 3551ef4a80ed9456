package org.robustgrid.spi;

/**
 * Passes of a network that something takes for each sample: an estimate, made before anything runs.
 *
 * @param forward passes forward, at least 0
 * @param backward passes backward, at least 0
 * @since 0.1
 */
public record Passes(double forward, double backward) {

  /** No pass. */
  public static final Passes NONE = new Passes(0, 0);

  public Passes {
    if (!(forward >= 0) || !(backward >= 0)) {
      throw new IllegalArgumentException(
          "passes must be at least 0, but are " + forward + " and " + backward);
    }
  }

  /** Passes forward alone. */
  public static Passes forward(double passes) {
    return new Passes(passes, 0);
  }

  /** As many passes forward as backward. */
  public static Passes gradients(double passes) {
    return new Passes(passes, passes);
  }

  /** These passes and others. */
  public Passes plus(Passes others) {
    return new Passes(forward + others.forward, backward + others.backward);
  }

  /** These passes several times. */
  public Passes times(double factor) {
    return new Passes(forward * factor, backward * factor);
  }
}
