package org.robustgrid.spi;

/**
 * An estimate of network passes per sample, made before anything runs.
 *
 * @param forward passes forward, at least 0
 * @param backward passes backward, at least 0
 * @since 0.1
 */
public record Passes(double forward, double backward) {

  /** No passes. */
  public static final Passes NONE = new Passes(0, 0);

  public Passes {
    if (!(forward >= 0) || !(backward >= 0)) {
      throw new IllegalArgumentException(
          "passes must be at least 0, but are " + forward + " and " + backward);
    }
  }

  /** Forward passes only. */
  public static Passes forward(double passes) {
    return new Passes(passes, 0);
  }

  /** Equal numbers of forward and backward passes. */
  public static Passes gradients(double passes) {
    return new Passes(passes, passes);
  }

  /** The sum of these passes and others. */
  public Passes plus(Passes others) {
    return new Passes(forward + others.forward, backward + others.backward);
  }

  /** These passes multiplied by a factor. */
  public Passes times(double factor) {
    return new Passes(forward * factor, backward * factor);
  }
}
