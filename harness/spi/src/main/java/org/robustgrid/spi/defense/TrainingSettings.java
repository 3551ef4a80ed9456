package org.robustgrid.spi.defense;

import java.util.List;
import java.util.Objects;

/**
 * How the trainer trains: an immutable value with a builder.
 *
 * @since 0.1
 */
public final class TrainingSettings {

  /**
   * The update rule; both are Deeplearning4j's.
   *
   * @since 0.1
   */
  public enum Optimizer {
    ADAM,
    /** Stochastic gradient descent with Nesterov momentum (momentum 0: plain). */
    SGD
  }

  /**
   * How the learning rate moves after warm-up; by step within the epoch, not by epoch only.
   *
   * @since 0.1
   */
  public enum Schedule {
    CONSTANT,
    /** Half a cosine from the base rate to 0 over the remaining steps. */
    COSINE,
    /** Linear from the base rate to 0 over the remaining steps. */
    LINEAR,
    /** Up linearly to the base rate until 40 % of all steps, down linearly to 0 at the end. */
    CYCLIC,
    /** Multiplied by {@link #decayFactor()} at each of the {@link #decayPoints()}. */
    STEP
  }

  private final int epochs;
  private final int batchSize;
  private final Optimizer optimizer;
  private final double learningRate;
  private final double momentum;
  private final Schedule schedule;
  private final List<Double> decayPoints;
  private final double decayFactor;
  private final double warmupEpochs;
  private final double elapsedEpochs;
  private final double weightDecay;
  private final double gradientClip;
  private final int cropPadding;
  private final boolean horizontalFlip;
  private final int replays;
  private final boolean selectBestEpoch;

  private TrainingSettings(Builder b) {
    this.epochs = b.epochs;
    this.batchSize = b.batchSize;
    this.optimizer = b.optimizer;
    this.learningRate = b.learningRate;
    this.momentum = b.momentum;
    this.schedule = b.schedule;
    this.decayPoints = List.copyOf(b.decayPoints);
    this.decayFactor = b.decayFactor;
    this.warmupEpochs = b.warmupEpochs;
    this.elapsedEpochs = b.elapsedEpochs;
    this.weightDecay = b.weightDecay;
    this.gradientClip = b.gradientClip;
    this.cropPadding = b.cropPadding;
    this.horizontalFlip = b.horizontalFlip;
    this.replays = b.replays;
    this.selectBestEpoch = b.selectBestEpoch;
    atLeast("epochs", epochs, 1);
    atLeast("batch-size", batchSize, 1);
    atLeast("replays", replays, 1);
    atLeast("crop-padding", cropPadding, 0);
    atLeast("momentum", momentum, 0);
    atLeast("warmup-epochs", warmupEpochs, 0);
    atLeast("elapsed epochs", elapsedEpochs, 0);
    decayPoints.forEach(point -> atLeast("decay-epochs", point, 0));
    atLeast("decay-factor", decayFactor, 0);
    atLeast("weight-decay", weightDecay, 0);
    atLeast("gradient-clip", gradientClip, 0);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning-rate must be above 0 and finite, but is " + learningRate);
    }
  }

  private static void atLeast(String name, double value, double bound) {
    if (!(value >= bound) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be finite and at least " + bound + ", but is " + value);
    }
  }

  /** Ten epochs of Adam at 1e-3, batches of 64, nothing else. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these settings. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.epochs = epochs;
    b.batchSize = batchSize;
    b.optimizer = optimizer;
    b.learningRate = learningRate;
    b.momentum = momentum;
    b.schedule = schedule;
    b.decayPoints = decayPoints;
    b.decayFactor = decayFactor;
    b.warmupEpochs = warmupEpochs;
    b.elapsedEpochs = elapsedEpochs;
    b.weightDecay = weightDecay;
    b.gradientClip = gradientClip;
    b.cropPadding = cropPadding;
    b.horizontalFlip = horizontalFlip;
    b.replays = replays;
    b.selectBestEpoch = selectBestEpoch;
    return b;
  }

  /**
   * The same training in more or fewer epochs: warm-up and decays come after the same share of it,
   * to the update. Cosine, linear and cyclic schedules do so by themselves.
   *
   * @param newEpochs at least 1
   */
  public TrainingSettings stretchedTo(int newEpochs) {
    double factor = (double) newEpochs / epochs;
    return toBuilder()
        .epochs(newEpochs)
        .warmupEpochs(warmupEpochs * factor)
        .elapsedEpochs(elapsedEpochs * factor)
        .decayPoints(decayPoints.stream().map(point -> point * factor).toList())
        .build();
  }

  public int epochs() {
    return epochs;
  }

  public int batchSize() {
    return batchSize;
  }

  public Optimizer optimizer() {
    return optimizer;
  }

  public double learningRate() {
    return learningRate;
  }

  public double momentum() {
    return momentum;
  }

  public Schedule schedule() {
    return schedule;
  }

  /**
   * When {@link Schedule#STEP} decays, in epochs from the schedule's beginning; may be fractions.
   */
  public List<Double> decayPoints() {
    return decayPoints;
  }

  /** The first epochs (0 = the first of all) that begin after each of the decay points. */
  public List<Integer> decayEpochs() {
    return decayPoints.stream().map(point -> (int) Math.ceil(point)).toList();
  }

  public double decayFactor() {
    return decayFactor;
  }

  /** Epochs over which the learning rate rises linearly from 0; may be a fraction. */
  public double warmupEpochs() {
    return warmupEpochs;
  }

  /**
   * Epochs of the schedule that lie behind, because an earlier training ran them: warm-up, decays
   * and the way to 0 go on from there. May be a fraction.
   */
  public double elapsedEpochs() {
    return elapsedEpochs;
  }

  /** Coefficient of the L2 penalty's gradient, added to weights only (not biases, not norms). */
  public double weightDecay() {
    return weightDecay;
  }

  /** Largest L2 norm of the whole gradient; 0 means no clipping. */
  public double gradientClip() {
    return gradientClip;
  }

  /** Random crop after zero padding by this many pixels; 0 means none. */
  public int cropPadding() {
    return cropPadding;
  }

  public boolean horizontalFlip() {
    return horizontalFlip;
  }

  /** How often each minibatch is used in a row, each time with an update of its own. */
  public int replays() {
    return replays;
  }

  /** Whether the epoch of the best validation score is returned instead of the last. */
  public boolean selectBestEpoch() {
    return selectBestEpoch;
  }

  /**
   * Builds {@link TrainingSettings}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private int epochs = 10;
    private int batchSize = 64;
    private Optimizer optimizer = Optimizer.ADAM;
    private double learningRate = 1e-3;
    private double momentum = 0.9;
    private Schedule schedule = Schedule.CONSTANT;
    private List<Double> decayPoints = List.of();
    private double decayFactor = 0.1;
    private double warmupEpochs;
    private double elapsedEpochs;
    private double weightDecay;
    private double gradientClip;
    private int cropPadding;
    private boolean horizontalFlip;
    private int replays = 1;
    private boolean selectBestEpoch;

    private Builder() {}

    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    public Builder optimizer(Optimizer value) {
      optimizer = Objects.requireNonNull(value, "optimizer");
      return this;
    }

    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    public Builder momentum(double value) {
      momentum = value;
      return this;
    }

    public Builder schedule(Schedule value) {
      schedule = Objects.requireNonNull(value, "schedule");
      return this;
    }

    /** Decay points at the beginning of whole epochs. */
    public Builder decayEpochs(List<Integer> value) {
      return decayPoints(value.stream().map(Integer::doubleValue).toList());
    }

    public Builder decayPoints(List<Double> value) {
      decayPoints = value;
      return this;
    }

    public Builder decayFactor(double value) {
      decayFactor = value;
      return this;
    }

    public Builder warmupEpochs(double value) {
      warmupEpochs = value;
      return this;
    }

    public Builder elapsedEpochs(double value) {
      elapsedEpochs = value;
      return this;
    }

    public Builder weightDecay(double value) {
      weightDecay = value;
      return this;
    }

    public Builder gradientClip(double value) {
      gradientClip = value;
      return this;
    }

    public Builder cropPadding(int value) {
      cropPadding = value;
      return this;
    }

    public Builder horizontalFlip(boolean value) {
      horizontalFlip = value;
      return this;
    }

    public Builder replays(int value) {
      replays = value;
      return this;
    }

    public Builder selectBestEpoch(boolean value) {
      selectBestEpoch = value;
      return this;
    }

    public TrainingSettings build() {
      return new TrainingSettings(this);
    }
  }
}
