package org.robustgrid.numerics.attack;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Loss;

/**
 * Auto-PGD (Croce and Hein 2020, algorithm 1), in the form AutoAttack runs it: momentum, a step
 * size halved for each sample at checkpoints, restarts from the best point, {@code steps + 1}
 * forward and backward passes a run.
 *
 * @since 0.1
 */
public final class AutoProjectedGradientDescent {

  private final ThreatModel threat;
  private final Domain domain;
  private final int steps;
  private final double rho;
  private final IterateObserver observer;

  private AutoProjectedGradientDescent(Builder b) {
    this.threat = b.threat;
    this.domain = b.domain;
    this.steps = b.steps;
    this.rho = b.rho;
    this.observer = b.observer;
    if (steps < 1 || !(rho >= 0 && rho <= 1)) {
      throw new IllegalArgumentException(
          "steps must be at least 1 and rho in [0, 1], but are " + steps + " and " + rho);
    }
  }

  public static Builder builder(ThreatModel threat) {
    return new Builder(threat);
  }

  /**
   * Attacks a batch once.
   *
   * @param source the model
   * @param images the originals, [rows, …], float or double; not changed
   * @param labels each row's class: a sample is broken when another one is predicted
   * @param samples each row's index in the data set
   * @param loss ascended; its rows are the batch's
   * @param start where to begin; random starts lie on the sphere
   */
  public ApgdResult run(
      GradientSource source,
      INDArray images,
      int[] labels,
      long[] samples,
      Loss loss,
      Start start) {
    return new ApgdRun(this, images, labels, false, samples, start)
        .run(source, samples, loss, start);
  }

  /**
   * Attacks a batch once, towards a class for each row.
   *
   * @param targets each row's target: a sample is broken when it is predicted
   * @param loss ascended, so one that grows towards the targets
   */
  public ApgdResult runTowards(
      GradientSource source,
      INDArray images,
      int[] targets,
      long[] samples,
      Loss loss,
      Start start) {
    return new ApgdRun(this, images, targets, true, samples, start)
        .run(source, samples, loss, start);
  }

  ThreatModel threat() {
    return threat;
  }

  Domain domain() {
    return domain;
  }

  int steps() {
    return steps;
  }

  double rho() {
    return rho;
  }

  IterateObserver observer() {
    return observer;
  }

  /**
   * Builds an {@link AutoProjectedGradientDescent}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final ThreatModel threat;
    private Domain domain = Domain.UNIT;
    private int steps = 100;
    private double rho = 0.75;
    private IterateObserver observer = IterateObserver.NONE;

    private Builder(ThreatModel threat) {
      this.threat = Objects.requireNonNull(threat, "threat");
    }

    public Builder domain(Domain value) {
      domain = Objects.requireNonNull(value, "domain");
      return this;
    }

    public Builder steps(int value) {
      steps = value;
      return this;
    }

    /** The share of steps that must raise the loss for the step size to stay. */
    public Builder rho(double value) {
      rho = value;
      return this;
    }

    public Builder observer(IterateObserver value) {
      observer = Objects.requireNonNull(value, "observer");
      return this;
    }

    public AutoProjectedGradientDescent build() {
      return new AutoProjectedGradientDescent(this);
    }
  }
}
