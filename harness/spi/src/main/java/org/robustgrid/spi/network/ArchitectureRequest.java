package org.robustgrid.spi.network;

import java.util.Objects;

/**
 * The input of an architecture. Built by the harness and by tests.
 *
 * @since 0.1
 */
public final class ArchitectureRequest {

  private final long[] inputShape;
  private final int classes;
  private final long seed;

  private ArchitectureRequest(Builder b) {
    this.inputShape = Objects.requireNonNull(b.inputShape, "inputShape").clone();
    this.classes = b.classes;
    this.seed = b.seed;
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1, but is " + classes);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** [channels, height, width] or [features]. */
  public long[] inputShape() {
    return inputShape.clone();
  }

  public int classes() {
    return classes;
  }

  /** Seed of the initial weights. */
  public long seed() {
    return seed;
  }

  /**
   * Builds an {@link ArchitectureRequest}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private long[] inputShape;
    private int classes;
    private long seed;

    private Builder() {}

    public Builder inputShape(long... value) {
      inputShape = value;
      return this;
    }

    public Builder classes(int value) {
      classes = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public ArchitectureRequest build() {
      return new ArchitectureRequest(this);
    }
  }
}
