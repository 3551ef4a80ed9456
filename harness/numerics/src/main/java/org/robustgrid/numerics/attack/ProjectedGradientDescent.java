package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.ThreatModel;

/**
 * Projected gradient descent (Madry et al. 2018): step along the steepest ascent of the loss,
 * project to the ball, clip to the box; the final iterate counts.
 *
 * <p>A sample whose gradient is zero or not finite stays where it is and is flagged. Buffers are
 * kept between runs on batches of the same shape, so that a defense can attack every minibatch
 * without allocating; an object is therefore not thread-safe.
 */
public final class ProjectedGradientDescent {

  private final ThreatModel threat;
  private final Domain domain;
  private final double stepSize;
  private final int steps;
  private final boolean randomStart;
  private final IterateObserver observer;

  private double[] center = {};
  private double[] point = {};
  private double[] gradient = {};
  private FeasibleSet feasible;
  private Moves moves;
  private INDArray iterates;

  private ProjectedGradientDescent(Builder b) {
    this.threat = b.threat;
    this.domain = b.domain;
    this.stepSize = b.stepSize;
    this.steps = b.steps;
    this.randomStart = b.randomStart;
    this.observer = b.observer;
    if (!(stepSize >= 0) || steps < 0) {
      throw new IllegalArgumentException(
          "step size and steps must be at least 0, but are " + stepSize + " and " + steps);
    }
  }

  public static Builder builder(ThreatModel threat) {
    return new Builder(threat);
  }

  /**
   * Attacks a batch.
   *
   * @param source the model
   * @param images the originals, [rows, …], float or double; not changed
   * @param samples each row's index in the data set
   * @param loss ascended; its rows are the batch's
   * @param start where to begin; its randomness is used only with a random start
   */
  public PgdResult run(
      GradientSource source, INDArray images, long[] samples, Loss loss, Start start) {
    int rows = samples.length;
    int length = Math.toIntExact(images.length() / Math.max(1, rows));
    allocate(images);
    begin(images, samples, start, length);
    GradientHealth health = new GradientHealth(rows);
    Optional<StoppedException> stopped = Optional.empty();
    try {
      observer.iterate(0, iterates);
      for (int step = 0; step < steps; step++) {
        LossGradient answer = source.evaluate(iterates, samples, start.draw(step), loss);
        HostArrays.read(answer.gradient(), gradient);
        for (int row = 0; row < rows; row++) {
          int offset = row * length;
          double norm = health.norm(row, gradient, offset, length);
          if (norm > 0) {
            moves.ascend(point, gradient, norm, offset, length, stepSize);
          }
        }
        HostArrays.write(point, iterates);
        observer.iterate(step + 1, iterates);
      }
    } catch (StoppedException e) {
      stopped = Optional.of(e);
    }
    return new PgdResult(iterates, health.vanished(), health.notFinite(), stopped);
  }

  private void allocate(INDArray images) {
    int size = Math.toIntExact(images.length());
    if (iterates == null || iterates.dataType() != images.dataType()) {
      feasible = new FeasibleSet(threat, domain, images.dataType());
      moves = Moves.of(feasible, images.dataType());
    }
    if (iterates == null
        || iterates.dataType() != images.dataType()
        || !Arrays.equals(iterates.shape(), images.shape())) {
      iterates = Nd4j.createUninitialized(images.dataType(), images.shape(), 'c');
    }
    if (center.length < size) {
      center = new double[size];
      point = new double[size];
      gradient = new double[size];
    }
  }

  private void begin(INDArray images, long[] samples, Start start, int length) {
    HostArrays.read(images, center);
    moves.around(center, Math.toIntExact(images.length()));
    HostArrays.read(start.given().orElse(images), point);
    for (int row = 0; row < samples.length; row++) {
      int offset = row * length;
      if (start.given().isEmpty() && randomStart) {
        feasible
            .ball()
            .drawInside(start.noise(samples[row]).stream(), center, point, offset, length);
      }
      if (start.given().isPresent() || randomStart) {
        feasible.settle(center, point, offset, length);
      }
    }
    HostArrays.write(point, iterates);
  }

  /** Builds a {@link ProjectedGradientDescent}. */
  public static final class Builder {
    private final ThreatModel threat;
    private Domain domain = Domain.UNIT;
    private double stepSize;
    private int steps = 1;
    private boolean randomStart;
    private IterateObserver observer = IterateObserver.NONE;

    private Builder(ThreatModel threat) {
      this.threat = Objects.requireNonNull(threat, "threat");
      this.stepSize = threat.epsilon();
    }

    public Builder domain(Domain value) {
      domain = Objects.requireNonNull(value, "domain");
      return this;
    }

    /** In the domain's units; epsilon unless set, so that one step is FGSM. */
    public Builder stepSize(double value) {
      stepSize = value;
      return this;
    }

    public Builder steps(int value) {
      steps = value;
      return this;
    }

    /** Whether a run without given starts begins at a point drawn uniformly from the ball. */
    public Builder randomStart(boolean value) {
      randomStart = value;
      return this;
    }

    public Builder observer(IterateObserver value) {
      observer = Objects.requireNonNull(value, "observer");
      return this;
    }

    public ProjectedGradientDescent build() {
      return new ProjectedGradientDescent(this);
    }
  }
}
