package org.robustgrid.numerics.attack;

import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;

/**
 * Projected gradient descent (Madry et al. 2018): step along the steepest ascent of the loss,
 * project to the ball, clip to the box; the final iterate counts.
 *
 * <p>A sample whose gradient is zero or not finite stays where it is and is flagged. Buffers are
 * kept between runs on batches of the same shape, so that a defense can attack every minibatch
 * without allocating; an object is therefore not thread-safe.
 *
 * @since 0.1
 */
public final class ProjectedGradientDescent {

  private final ThreatModel threat;
  private final Domain domain;
  private final double stepSize;
  private final int steps;
  private final boolean randomStart;
  private final IterateObserver observer;

  private PgdPoints points;
  private DataType precision;

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
    if (points == null || precision != images.dataType()) {
      precision = images.dataType();
      points = new PgdPoints(new FeasibleSet(threat, domain, precision));
    }
    points.begin(images, samples, start, randomStart);
    GradientHealth health = new GradientHealth(samples.length);
    Optional<StoppedException> stopped = Optional.empty();
    try {
      observer.iterate(0, points.iterates());
      for (int step = 0; step < steps; step++) {
        LossGradient answer = source.evaluate(points.iterates(), samples, start.draw(step), loss);
        points.ascend(answer.gradient(), stepSize, health);
        observer.iterate(step + 1, points.iterates());
      }
    } catch (StoppedException e) {
      stopped = Optional.of(e);
    }
    return new PgdResult(points.iterates(), health.vanished(), health.notFinite(), stopped);
  }

  /**
   * Builds a {@link ProjectedGradientDescent}.
   *
   * @since 0.1
   */
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
