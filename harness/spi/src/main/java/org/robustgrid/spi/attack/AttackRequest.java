package org.robustgrid.spi.attack;

import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.random.RandomKey;

/**
 * The input of an attack. Built by the harness and by tests.
 *
 * @since 0.1
 */
public final class AttackRequest {

  private final Classifier classifier;
  private final INDArray images;
  private final int[] labels;
  private final long[] samples;
  private final Goal goal;
  private final ThreatModel threatModel;
  private final Domain domain;
  private final INDArray starts;
  private final IntFunction<INDArray> others;
  private final RandomKey random;
  private final LongUnaryOperator remaining;
  private final Monitor monitor;

  private AttackRequest(Builder b) {
    this.classifier = Objects.requireNonNull(b.classifier, "classifier");
    this.images = Objects.requireNonNull(b.images, "images");
    this.labels = Objects.requireNonNull(b.labels, "labels").clone();
    this.samples = b.samples != null ? b.samples.clone() : firstIndices(labels.length);
    this.goal = b.goal;
    this.threatModel = Objects.requireNonNull(b.threatModel, "threatModel");
    this.domain = b.domain;
    this.starts = b.starts;
    this.others = b.others;
    this.random = b.random;
    this.remaining = b.remaining;
    this.monitor = b.monitor;
    if (goal.kind() == Goal.Kind.TARGETED && goal.targets().length != labels.length) {
      throw new IllegalArgumentException(
          "request has " + labels.length + " labels and " + goal.targets().length + " targets");
    }
    if (images.size(0) != labels.length || samples.length != labels.length) {
      throw new IllegalArgumentException(
          "request has "
              + images.size(0)
              + " images, "
              + labels.length
              + " labels and "
              + samples.length
              + " sample indices");
    }
  }

  private static long[] firstIndices(int n) {
    long[] indices = new long[n];
    for (int i = 0; i < n; i++) {
      indices[i] = i;
    }
    return indices;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A request that starts as a copy of this one. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.classifier = classifier;
    b.images = images;
    b.labels = labels;
    b.samples = samples;
    b.goal = goal;
    b.threatModel = threatModel;
    b.domain = domain;
    b.starts = starts;
    b.others = others;
    b.random = random;
    b.remaining = remaining;
    b.monitor = monitor;
    return b;
  }

  /** The classifier, restricted to the declared access. */
  public Classifier classifier() {
    return classifier;
  }

  /** The original images, [rows, …input shape]; not to be changed. */
  public INDArray images() {
    return images;
  }

  /** The true classes, length = rows. */
  public int[] labels() {
    return labels.clone();
  }

  /** Each row's index in the data set; randomness is keyed by it. */
  public long[] samples() {
    return samples.clone();
  }

  public Goal goal() {
    return goal;
  }

  public ThreatModel threatModel() {
    return threatModel;
  }

  public Domain domain() {
    return domain;
  }

  /** Starting points to use instead of random ones, shaped as the images. */
  public Optional<INDArray> starts() {
    return Optional.ofNullable(starts);
  }

  /**
   * For each row, an image of the data set that the model assigns to another class than the row's
   * label, or to the target of a targeted row. Decision-based attacks can start there. A row
   * without such an image holds its own original.
   *
   * @param draw number of the choice, from 0
   * @return shaped as the images; empty if the harness provides none
   */
  public Optional<INDArray> others(int draw) {
    return Optional.ofNullable(others.apply(draw));
  }

  /** The attack's randomness; derive a key per sample, restart and step. */
  public RandomKey random() {
    return random;
  }

  /**
   * The network passes left for a row's sample; a forward or backward pass counts as one. A query
   * to a randomised classifier costs the passes of all its draws, a majority decision those of all
   * votes. A query that would exceed the limit throws {@link StoppedException} and costs nothing; a
   * smaller query, or one about other rows, is still allowed.
   *
   * @return {@link Long#MAX_VALUE} if there is no limit
   */
  public long remaining(int row) {
    return remaining.applyAsLong(samples[row]);
  }

  public Monitor monitor() {
    return monitor;
  }

  /**
   * Builds an {@link AttackRequest}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private Classifier classifier;
    private INDArray images;
    private int[] labels;
    private long[] samples;
    private Goal goal = Goal.untargeted();
    private ThreatModel threatModel;
    private Domain domain = Domain.UNIT;
    private INDArray starts;
    private IntFunction<INDArray> others = draw -> null;
    private RandomKey random = RandomKey.of(0);
    private LongUnaryOperator remaining = sample -> Long.MAX_VALUE;
    private Monitor monitor = Monitor.NONE;

    private Builder() {}

    public Builder classifier(Classifier value) {
      classifier = value;
      return this;
    }

    public Builder images(INDArray value) {
      images = value;
      return this;
    }

    public Builder labels(int... value) {
      labels = value;
      return this;
    }

    public Builder samples(long... value) {
      samples = value;
      return this;
    }

    public Builder goal(Goal value) {
      goal = Objects.requireNonNull(value, "goal");
      return this;
    }

    public Builder threatModel(ThreatModel value) {
      threatModel = value;
      return this;
    }

    public Builder domain(Domain value) {
      domain = Objects.requireNonNull(value, "domain");
      return this;
    }

    public Builder starts(INDArray value) {
      starts = value;
      return this;
    }

    /** Images of other classes, shaped as the images, by draw; none unless they are given. */
    public Builder others(IntFunction<INDArray> value) {
      others = Objects.requireNonNull(value, "others");
      return this;
    }

    public Builder random(RandomKey value) {
      random = Objects.requireNonNull(value, "random");
      return this;
    }

    /** The passes that are left, by sample index; no limit unless it is given. */
    public Builder remaining(LongUnaryOperator value) {
      remaining = Objects.requireNonNull(value, "remaining");
      return this;
    }

    public Builder monitor(Monitor value) {
      monitor = Objects.requireNonNull(value, "monitor");
      return this;
    }

    public AttackRequest build() {
      return new AttackRequest(this);
    }
  }
}
