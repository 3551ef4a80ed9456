package org.robustgrid.numerics.energy;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.IterateObserver;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;

/**
 * Stochastic gradient Langevin dynamics x ← x − s ∇E(x) + σ ν, ν standard normal (Welling and Teh
 * 2011; Zhu et al. 2021, equations 9 and 10).
 *
 * @param gradientStep s; a sampler of step size α has α / 2, JEM's published constants 1
 * @param noiseScale σ; √α, or 0.01 in JEM
 * @param domain where iterates are clipped to after each step; {@link Domain#UNBOUNDED} for nowhere
 * @since 0.1
 */
public record LangevinDynamics(double gradientStep, double noiseScale, Domain domain) {

  public LangevinDynamics {
    Objects.requireNonNull(domain, "domain");
  }

  /** The sampler of step size α, unclipped: s = α / 2, σ = √α. */
  public static LangevinDynamics ofStepSize(double alpha) {
    return new LangevinDynamics(alpha / 2, Math.sqrt(alpha), Domain.UNBOUNDED);
  }

  /**
   * Moves points in place.
   *
   * @param network in inference mode
   * @param points [rows, …], float or double, in C order; overwritten
   * @param energy E, descended
   * @param observer sees the points after each step, the first counted 1
   */
  public void run(
      Network network,
      INDArray points,
      Loss energy,
      int steps,
      LangevinNoise noise,
      IterateObserver observer) {
    double[] values = HostArrays.read(points);
    double[] gradient = new double[values.length];
    double[] drawn = new double[values.length];
    for (int step = 0; step < steps; step++) {
      LossGradient answer = network.lossGradient(points, energy);
      HostArrays.read(answer.gradient(), gradient);
      noise.draw(step, drawn);
      for (int i = 0; i < values.length; i++) {
        values[i] = domain.clip(values[i] - gradientStep * gradient[i] + noiseScale * drawn[i]);
      }
      HostArrays.write(values, points);
      observer.iterate(step + 1, points);
    }
  }
}
