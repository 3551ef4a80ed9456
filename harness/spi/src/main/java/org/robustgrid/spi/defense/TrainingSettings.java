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
   * The update rule.
   *
   * @since 0.1
   */
  public enum Optimizer {
    ADAM,
    /** Stochastic gradient descent with momentum (0: without), see {@link #nesterov()}. */
    SGD
  }

  /**
   * The parameters that weight decay applies to.
   *
   * @since 0.1
   */
  public enum DecayOn {
    /** Weights of convolutions and dense layers. */
    KERNELS,
    /** All that is trained: kernels, biases, scales and shifts of norms; no running statistics. */
    ALL
  }

  /**
   * How a random crop fills pixels outside the image.
   *
   * @since 0.1
   */
  public enum CropFill {
    /** The smallest value of the domain. */
    BLACK,
    /** The middle of the domain. */
    GREY,
    /** The image mirrored at its outermost pixels, which are not repeated. */
    REFLECT
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
    /**
     * Constant between the {@link #decayPoints()} or {@link #decaySteps()}: multiplied by {@link
     * #decayFactor()} at each, or the base rate times the {@link #decayFactors()}.
     */
    STEP
  }

  private final int epochs;
  private final int batchSize;
  private final Optimizer optimizer;
  private final double learningRate;
  private final double momentum;
  private final boolean nesterov;
  private final Schedule schedule;
  private final List<Double> decayPoints;
  private final List<Double> decaySteps;
  private final double decayFactor;
  private final List<Double> decayFactors;
  private final double warmupEpochs;
  private final double elapsedEpochs;
  private final double weightDecay;
  private final DecayOn weightDecayOn;
  private final double gradientClip;
  private final double averageDecay;
  private final double labelSmoothing;
  private final int cropPadding;
  private final CropFill cropFill;
  private final boolean horizontalFlip;
  private final int cutout;
  private final int replays;
  private final boolean selectBestEpoch;

  private TrainingSettings(Builder b) {
    this.epochs = b.epochs;
    this.batchSize = b.batchSize;
    this.optimizer = b.optimizer;
    this.learningRate = b.learningRate;
    this.momentum = b.momentum;
    this.nesterov = b.nesterov;
    this.schedule = b.schedule;
    this.decayPoints = List.copyOf(b.decayPoints);
    this.decaySteps = List.copyOf(b.decaySteps);
    this.decayFactor = b.decayFactor;
    this.decayFactors = List.copyOf(b.decayFactors);
    this.warmupEpochs = b.warmupEpochs;
    this.elapsedEpochs = b.elapsedEpochs;
    this.weightDecay = b.weightDecay;
    this.weightDecayOn = b.weightDecayOn;
    this.gradientClip = b.gradientClip;
    this.averageDecay = b.averageDecay;
    this.labelSmoothing = b.labelSmoothing;
    this.cropPadding = b.cropPadding;
    this.cropFill = b.cropFill;
    this.horizontalFlip = b.horizontalFlip;
    this.cutout = b.cutout;
    this.replays = b.replays;
    this.selectBestEpoch = b.selectBestEpoch;
    atLeast("epochs", epochs, 1);
    atLeast("batch-size", batchSize, 1);
    atLeast("replays", replays, 1);
    atLeast("crop-padding", cropPadding, 0);
    atLeast("cutout", cutout, 0);
    atLeast("momentum", momentum, 0);
    atLeast("warmup-epochs", warmupEpochs, 0);
    atLeast("elapsed epochs", elapsedEpochs, 0);
    decayPoints.forEach(point -> atLeast("decay-epochs", point, 0));
    decaySteps.forEach(point -> atLeast("decay-steps", point, 0));
    atLeast("decay-factor", decayFactor, 0);
    decayFactors.forEach(factor -> atLeast("decay-factors", factor, 0));
    requirePieces();
    share("average-decay", averageDecay);
    share("label-smoothing", labelSmoothing);
    atLeast("weight-decay", weightDecay, 0);
    atLeast("gradient-clip", gradientClip, 0);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning-rate must be above 0 and finite, but is " + learningRate);
    }
  }

  /** Decays are given in epochs or in steps; if each has its own factor, their order matters. */
  private void requirePieces() {
    if (!decayPoints.isEmpty() && !decaySteps.isEmpty()) {
      throw new IllegalArgumentException(
          "decay-steps and decay-epochs both say when the learning rate decays; give one of them");
    }
    List<Double> points = decaySteps.isEmpty() ? decayPoints : decaySteps;
    if (!decayFactors.isEmpty() && decayFactors.size() != points.size()) {
      throw new IllegalArgumentException(
          "decay-factors must be one for each decay, but are "
              + decayFactors.size()
              + " for "
              + points.size()
              + " of decay-epochs or decay-steps");
    }
    if (!decayFactors.isEmpty() && !points.equals(points.stream().sorted().toList())) {
      throw new IllegalArgumentException(
          "decay-factors need decay-epochs or decay-steps in ascending order, but they are "
              + points);
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be at least 0 and below 1, but is " + value);
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
    b.nesterov = nesterov;
    b.schedule = schedule;
    b.decayPoints = decayPoints;
    b.decaySteps = decaySteps;
    b.decayFactor = decayFactor;
    b.decayFactors = decayFactors;
    b.warmupEpochs = warmupEpochs;
    b.elapsedEpochs = elapsedEpochs;
    b.weightDecay = weightDecay;
    b.weightDecayOn = weightDecayOn;
    b.gradientClip = gradientClip;
    b.averageDecay = averageDecay;
    b.labelSmoothing = labelSmoothing;
    b.cropPadding = cropPadding;
    b.cropFill = cropFill;
    b.horizontalFlip = horizontalFlip;
    b.cutout = cutout;
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
        .decaySteps(decaySteps.stream().map(point -> point * factor).toList())
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

  /**
   * Whether the momentum of {@link Optimizer#SGD} is Nesterov's, by Deeplearning4j's rule. If not,
   * it is the plain one of PyTorch: v ← μ v + g, θ ← θ − η v, with v = 0 before the first update.
   */
  public boolean nesterov() {
    return nesterov;
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

  /**
   * When {@link Schedule#STEP} decays, in minibatches from the schedule's beginning; replays of a
   * minibatch count once. May be fractions, after a training was stretched.
   */
  public List<Double> decaySteps() {
    return decaySteps;
  }

  public double decayFactor() {
    return decayFactor;
  }

  /**
   * What the base rate is multiplied by from each decay on, one for each; empty if each decay
   * multiplies by {@link #decayFactor()}.
   */
  public List<Double> decayFactors() {
    return decayFactors;
  }

  /** Epochs over which the learning rate rises linearly from 0; may be a fraction. */
  public double warmupEpochs() {
    return warmupEpochs;
  }

  /**
   * Epochs of the schedule that an earlier training already ran: warm-up, decays and annealing
   * continue from there. May be a fraction.
   */
  public double elapsedEpochs() {
    return elapsedEpochs;
  }

  /** Coefficient λ of the L2 penalty's gradient λθ, added before the update rule. */
  public double weightDecay() {
    return weightDecay;
  }

  public DecayOn weightDecayOn() {
    return weightDecayOn;
  }

  /** Largest L2 norm of the whole gradient; 0 means no clipping. */
  public double gradientClip() {
    return gradientClip;
  }

  /**
   * Decay d of the exponential moving average of the weights; 0 means none.
   *
   * <p>After n updates the average is Σ dⁿ⁻ⁱ θᵢ / Σ dⁿ⁻ⁱ over i = 1 … n: bias-corrected as Adam's
   * moments (Kingma and Ba 2015, section 3), so that the initial weights have no share. Running
   * statistics of batch norms are averaged with the weights. Validation, the selection of an epoch,
   * kept epochs and the trained network have the average; training continues from the weights
   * themselves.
   */
  public double averageDecay() {
    return averageDecay;
  }

  /**
   * Share s of the target that is spread evenly over all K classes: (1 − s) on the label and s/K on
   * each class (Szegedy et al. 2016, section 7). See {@link TrainingBatch#labelSmoothing()}.
   */
  public double labelSmoothing() {
    return labelSmoothing;
  }

  /** Random crop after padding by this many pixels; 0 means none. */
  public int cropPadding() {
    return cropPadding;
  }

  public CropFill cropFill() {
    return cropFill;
  }

  public boolean horizontalFlip() {
    return horizontalFlip;
  }

  /**
   * Side in pixels of the square that Cutout makes grey (DeVries and Taylor 2017), its centre
   * anywhere in the image; 0 means none.
   */
  public int cutout() {
    return cutout;
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
    private boolean nesterov = true;
    private Schedule schedule = Schedule.CONSTANT;
    private List<Double> decayPoints = List.of();
    private List<Double> decaySteps = List.of();
    private double decayFactor = 0.1;
    private List<Double> decayFactors = List.of();
    private double warmupEpochs;
    private double elapsedEpochs;
    private double weightDecay;
    private DecayOn weightDecayOn = DecayOn.KERNELS;
    private double gradientClip;
    private double averageDecay;
    private double labelSmoothing;
    private int cropPadding;
    private CropFill cropFill = CropFill.BLACK;
    private boolean horizontalFlip;
    private int cutout;
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

    public Builder nesterov(boolean value) {
      nesterov = value;
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

    public Builder decaySteps(List<Double> value) {
      decaySteps = value;
      return this;
    }

    public Builder decayFactor(double value) {
      decayFactor = value;
      return this;
    }

    public Builder decayFactors(List<Double> value) {
      decayFactors = value;
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

    public Builder weightDecayOn(DecayOn value) {
      weightDecayOn = Objects.requireNonNull(value, "weightDecayOn");
      return this;
    }

    public Builder gradientClip(double value) {
      gradientClip = value;
      return this;
    }

    public Builder averageDecay(double value) {
      averageDecay = value;
      return this;
    }

    public Builder labelSmoothing(double value) {
      labelSmoothing = value;
      return this;
    }

    public Builder cropPadding(int value) {
      cropPadding = value;
      return this;
    }

    public Builder cropFill(CropFill value) {
      cropFill = Objects.requireNonNull(value, "cropFill");
      return this;
    }

    public Builder horizontalFlip(boolean value) {
      horizontalFlip = value;
      return this;
    }

    public Builder cutout(int value) {
      cutout = value;
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
