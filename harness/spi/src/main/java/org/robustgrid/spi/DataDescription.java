package org.robustgrid.spi;

import java.util.List;
import java.util.Objects;

/**
 * What is known about the data before anything runs, for {@link Provider#requireFits}. Built by the
 * harness, and by tests.
 *
 * @since 0.1
 */
public final class DataDescription {

  private final long[] inputShape;
  private final List<String> classNames;
  private final int[] trainingSamples;
  private final int testSamples;
  private final Domain domain;

  private DataDescription(Builder b) {
    this.inputShape = Objects.requireNonNull(b.inputShape, "inputShape").clone();
    this.classNames = List.copyOf(b.classNames);
    this.trainingSamples = Objects.requireNonNull(b.trainingSamples, "trainingSamples").clone();
    this.testSamples = b.testSamples;
    this.domain = b.domain;
    if (trainingSamples.length != classNames.size()) {
      throw new IllegalArgumentException(
          classNames.size() + " classes, but numbers of samples for " + trainingSamples.length);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** [channels, height, width] or [features]. */
  public long[] inputShape() {
    return inputShape.clone();
  }

  /** Names of the classes, in the order of their labels. */
  public List<String> classNames() {
    return classNames;
  }

  public int classes() {
    return classNames.size();
  }

  /** Samples of each class to train on, the validation split taken out. */
  public int[] trainingSamples() {
    return trainingSamples.clone();
  }

  /**
   * Test samples that a row is evaluated on; for an analysis the fewest of the rows that it is
   * about.
   */
  public int testSamples() {
    return testSamples;
  }

  public Domain domain() {
    return domain;
  }

  /**
   * Builds a {@link DataDescription}; fields may be added here without breaking a plugin.
   *
   * @since 0.1
   */
  public static final class Builder {
    private long[] inputShape;
    private List<String> classNames = List.of();
    private int[] trainingSamples;
    private int testSamples = Integer.MAX_VALUE;
    private Domain domain = Domain.UNIT;

    private Builder() {}

    public Builder inputShape(long... value) {
      inputShape = value;
      return this;
    }

    public Builder classNames(List<String> value) {
      classNames = value;
      return this;
    }

    /** By class. */
    public Builder trainingSamples(int... value) {
      trainingSamples = value;
      return this;
    }

    /** Any number unless given. */
    public Builder testSamples(int value) {
      testSamples = value;
      return this;
    }

    public Builder domain(Domain value) {
      domain = Objects.requireNonNull(value, "domain");
      return this;
    }

    public DataDescription build() {
      return new DataDescription(this);
    }
  }
}
