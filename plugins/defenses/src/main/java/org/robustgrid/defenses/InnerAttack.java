package org.robustgrid.defenses;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;

/**
 * The attack that a defense trains against. It has its own parameters, since the leaderboard's
 * threat model may differ from the one in training.
 *
 * @param threat norm and epsilon of training
 * @param steps number of gradient steps for each minibatch
 * @param stepSize size of a gradient step, in the data's own units
 */
public record InnerAttack(ThreatModel threat, int steps, double stepSize) {

  private static final double REACH = 2.5;

  private static final Parameter<Norm> NORM = norm(List.of(Norm.LINF, Norm.L2));
  private static final Parameter<Double> EPSILON = epsilon(NORM, 8.0 / 255);
  private static final Parameter<Integer> STEPS = steps(10);
  private static final Parameter<Double> STEP_SIZE = stepSize(REACH);

  /** The declared parameters, in the order in which they are shown: L∞, 8/255, ten steps. */
  public static List<Parameter<?>> parameters() {
    return List.of(NORM, EPSILON, STEPS, STEP_SIZE);
  }

  /**
   * The declared parameters with other defaults.
   *
   * @param norms the choice of norms; the first is the default
   * @param reach sum of the default step sizes, in multiples of epsilon
   */
  public static List<Parameter<?>> parameters(
      List<Norm> norms, double epsilon, int steps, double reach) {
    Parameter<Norm> norm = norm(norms);
    return List.of(norm, epsilon(norm, epsilon), steps(steps), stepSize(reach));
  }

  private static Parameter<Norm> norm(List<Norm> norms) {
    return Parameter.choice(
        "norm", norms, Norm::id, "norm of the ball that bounds perturbations in training");
  }

  private static Parameter<Double> epsilon(Parameter<Norm> norm, double value) {
    return Parameter.real("epsilon", value, "radius of the ball, in the data's own units")
        .above(0)
        .customaryRadius(norm);
  }

  private static Parameter<Integer> steps(int value) {
    return Parameter.integer("steps", value, "gradient steps of the attack on each minibatch")
        .atLeast(1)
        .atMost(10_000);
  }

  private static Parameter<Double> stepSize(double reach) {
    return Parameter.real(
            "step-size", 0, "step size, in the data's own units; 0: " + reach + " epsilon / steps")
        .atLeast(0);
  }

  /** Reads parameters declared with {@link #parameters()}. */
  public static InnerAttack of(Parameters parameters) {
    return of(parameters, REACH);
  }

  /**
   * Reads the declared parameters.
   *
   * @param reach sum of the step sizes in multiples of epsilon, if no step size is given
   */
  public static InnerAttack of(Parameters parameters, double reach) {
    double epsilon = parameters.get(EPSILON);
    int steps = parameters.get(STEPS);
    double declared = parameters.get(STEP_SIZE);
    return new InnerAttack(
        new ThreatModel(parameters.get(NORM), epsilon),
        steps,
        declared > 0 ? declared : reach * epsilon / steps);
  }

  /** The attack with epsilon and step size multiplied by {@code share}. */
  public InnerAttack scaled(double share) {
    return new InnerAttack(
        new ThreatModel(threat.norm(), share * threat.epsilon()), steps, share * stepSize);
  }

  /** Creates PGD with a random start. It reuses its buffers between minibatches. */
  public ProjectedGradientDescent descent(Domain domain) {
    return ProjectedGradientDescent.builder(threat)
        .domain(domain)
        .steps(steps)
        .stepSize(stepSize)
        .randomStart(true)
        .build();
  }

  /** The training step of Madry et al. 2018: cross-entropy on the images that this attack finds. */
  public CrossEntropyStep step(Domain domain) {
    ProjectedGradientDescent descent = descent(domain);
    return new CrossEntropyStep(
        (network, batch) ->
            attack(
                descent,
                network,
                batch,
                new CrossEntropy(batch.labels()),
                Start.random(batch.random(), 0)));
  }

  /**
   * Attacks a minibatch with the network in inference mode.
   *
   * @return adversarial images, shaped as the minibatch's; the next minibatch overwrites them
   */
  public static INDArray attack(
      ProjectedGradientDescent descent,
      Network network,
      TrainingBatch batch,
      Loss loss,
      Start start) {
    long[] samples = Arrays.stream(batch.indices()).asLongStream().toArray();
    return descent.run(GradientSource.of(network), batch.images(), samples, loss, start).iterates();
  }
}
