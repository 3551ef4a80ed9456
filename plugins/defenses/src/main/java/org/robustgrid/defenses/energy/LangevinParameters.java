package org.robustgrid.defenses.energy;

import java.util.List;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseRequest;

/**
 * Parameters of stochastic gradient Langevin dynamics. The defaults are those of JEM (Grathwohl et
 * al. 2020), since Zhu et al. 2021 give none.
 *
 * <p>JEM's pixels x' are in [−1, 1], ours, x = (x' + 1) / 2, are in [0, 1]. JEM's step x' ← x' − s'
 * ∇'E + σ' ν with s' = 1 and σ' = 0.01 becomes x ← x − s' / 4 ∇E + σ' / 2 ν, since ∇' = ∇ / 2.
 * Hence the defaults 0.25 and 0.005. JEM's noise on the training images, 0.03, becomes 0.015. The
 * parameter 'sgld-alpha' selects the papers' own rule, in which one α gives the step size α / 2 and
 * the noise √α (Zhu et al. 2021, Algorithm 1).
 *
 * @param steps number of Langevin steps K for each minibatch
 * @param stepSize factor of the gradient of the energy
 * @param noise standard deviation of the noise of each step
 * @param reinitialisation probability ρ that a chain starts from uniform noise
 * @param bufferSize number of samples in the replay buffer
 * @param inputNoise standard deviation of the noise on the training images
 */
record LangevinParameters(
    int steps,
    double stepSize,
    double noise,
    double reinitialisation,
    int bufferSize,
    double inputNoise) {

  private static final Parameter<Integer> STEPS =
      Parameter.integer("sgld-steps", 20, "Langevin steps for each minibatch").atLeast(1);

  private static final Parameter<Double> STEP_SIZE =
      Parameter.real("sgld-step-size", 0.25, "factor of the gradient of the energy").above(0);

  private static final Parameter<Double> NOISE =
      Parameter.real("sgld-noise", 0.005, "standard deviation of the noise of each Langevin step")
          .atLeast(0);

  private static final Parameter<Double> ALPHA =
      Parameter.real(
              "sgld-alpha",
              0,
              "step size alpha / 2 and noise sqrt(alpha), as in the papers, instead of"
                  + " 'sgld-step-size' and 'sgld-noise'; 0: use those")
          .atLeast(0);

  private static final Parameter<Double> REINITIALISATION =
      Parameter.real("reinitialisation", 0.05, "probability that a chain starts from uniform noise")
          .atLeast(0)
          .atMost(1);

  private static final Parameter<Integer> BUFFER_SIZE =
      Parameter.integer("buffer-size", 10_000, "samples in the replay buffer").atLeast(1);

  private static final Parameter<Double> INPUT_NOISE =
      Parameter.real("input-noise", 0.015, "standard deviation of the noise on the training images")
          .atLeast(0);

  /** The declared parameters, in the order in which they are shown. */
  static List<Parameter<?>> parameters() {
    return List.of(STEPS, STEP_SIZE, NOISE, ALPHA, REINITIALISATION, BUFFER_SIZE, INPUT_NOISE);
  }

  static LangevinParameters of(Parameters parameters) {
    double alpha = parameters.get(ALPHA);
    return new LangevinParameters(
        parameters.get(STEPS),
        alpha > 0 ? alpha / 2 : parameters.get(STEP_SIZE),
        alpha > 0 ? Math.sqrt(alpha) : parameters.get(NOISE),
        parameters.get(REINITIALISATION),
        parameters.get(BUFFER_SIZE),
        parameters.get(INPUT_NOISE));
  }

  /**
   * The passes of a sample's update: one gradient for each Langevin step, one for its image and one
   * for the end of its chain.
   */
  static Passes passes(Parameters parameters) {
    return Passes.gradients(2.0 + parameters.get(STEPS));
  }

  /**
   * Checks that the domain is bounded, since chains start uniformly in it.
   *
   * @throws DataException if the domain has no bounds
   */
  static void requireBounds(Domain domain) {
    if (Double.isInfinite(domain.low()) || Double.isInfinite(domain.high())) {
      throw new DataException(
          "Langevin chains start uniformly in the data's domain, but this data set has no bounds");
    }
  }

  /** Creates a sampler with a fresh buffer for the request's data. */
  LangevinSampler sampler(DefenseRequest request) {
    int length = HostArrays.length(request.inputShape());
    return new LangevinSampler(
        this, new ReplayBuffer(bufferSize, length, request.domain(), request.random()), length);
  }
}
