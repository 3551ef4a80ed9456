package org.robustgrid.defenses.energy;

import java.util.List;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseRequest;

/**
 * Constants of stochastic gradient Langevin dynamics; the defaults are those of JEM (Grathwohl et
 * al. 2020), since Zhu et al. 2021 print none.
 *
 * <p>JEM's pixels x' lie in [−1, 1], ours x = (x' + 1) / 2 in [0, 1]. Its step x' ← x' − s' ∇'E +
 * σ' ν with s' = 1 and σ' = 0.01 reads here, where ∇' = ∇ / 2, x ← x − s' / 4 ∇E + σ' / 2 ν: hence
 * 0.25 and 0.005. Its noise on the training images, 0.03, becomes 0.015. The papers' own rule,
 * where one α gives both, α / 2 and √α (Zhu et al. 2021, Algorithm 1), is had with 'sgld-alpha'.
 *
 * @param steps K
 * @param stepSize factor of the energy's gradient
 * @param noise standard deviation of the noise of each step
 * @param reinitialisation probability ρ that a chain starts again
 * @param bufferSize samples kept
 * @param inputNoise standard deviation of the noise on the images that the network learns from
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
      Parameter.real("sgld-step-size", 0.25, "factor of the energy's gradient").above(0);

  private static final Parameter<Double> NOISE =
      Parameter.real("sgld-noise", 0.005, "standard deviation of the noise of each Langevin step")
          .atLeast(0);

  private static final Parameter<Double> ALPHA =
      Parameter.real(
              "sgld-alpha",
              0,
              "step size of the papers' Langevin steps, alpha / 2 and noise sqrt(alpha), in place of"
                  + " 'sgld-step-size' and 'sgld-noise'; 0: those")
          .atLeast(0);

  private static final Parameter<Double> REINITIALISATION =
      Parameter.real("reinitialisation", 0.05, "probability that a chain starts from uniform noise")
          .atLeast(0)
          .atMost(1);

  private static final Parameter<Integer> BUFFER_SIZE =
      Parameter.integer("buffer-size", 10_000, "samples in the replay buffer").atLeast(1);

  private static final Parameter<Double> INPUT_NOISE =
      Parameter.real(
              "input-noise", 0.015, "standard deviation of the noise on the images learnt from")
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
   * Checks that there are places to start chains from.
   *
   * @throws DataException when the domain has no bounds
   */
  static void requireBounds(Domain domain) {
    if (Double.isInfinite(domain.low()) || Double.isInfinite(domain.high())) {
      throw new DataException(
          "Langevin chains start uniformly in the data's domain, but this data set has no bounds");
    }
  }

  /** A sampler with a fresh buffer for a request's data. */
  LangevinSampler sampler(DefenseRequest request) {
    int length = HostArrays.length(request.inputShape());
    return new LangevinSampler(
        this, new ReplayBuffer(bufferSize, length, request.domain(), request.random()), length);
  }
}
