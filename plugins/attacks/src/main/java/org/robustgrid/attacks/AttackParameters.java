package org.robustgrid.attacks;

import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.Goal;

/** Parameter declarations shared by several gradient attacks. */
final class AttackParameters {

  static final String APGD_CITATION =
      "Croce and Hein: Reliable evaluation of adversarial robustness with an ensemble of diverse"
          + " parameter-free attacks. ICML 2020";

  static final String L1_CITATION =
      "Croce and Hein: Mind the box: l1-APGD for sparse adversarial attacks on image classifiers."
          + " ICML 2021";

  static final Parameter<Integer> RESTARTS =
      Parameter.integer(
              "restarts",
              1,
              "total number of runs; each attacks the samples that the earlier ones did not break")
          .atLeast(1)
          .atMost(10_000);

  static final Parameter<Double> RELATIVE_STEP_SIZE =
      Parameter.real(
              "relative-step-size", 0, "step size as a fraction of epsilon; 0 means 2.5 / steps")
          .atLeast(0);

  static final Parameter<Boolean> RANDOM_START =
      Parameter.flag(
          "random-start", true, "start at a random point of the ball; otherwise at the original");

  static final Parameter<Integer> TARGETS =
      Parameter.integer(
              "targets",
              9,
              "number of target classes, those of the image's largest logits in turn; all if there"
                  + " are fewer")
          .atLeast(1)
          .atMost(1_000_000);

  static final Parameter<Integer> ODI_STEPS =
      Parameter.integer(
              "odi-steps",
              0,
              "steps of size epsilon that diversify a start along a random combination of the"
                  + " logits (Tashiro et al. 2020; 2 in the paper), one gradient each; 0 for none")
          .atLeast(0)
          .atMost(1000);

  static final Parameter<Double> RHO =
      Parameter.real(
              "rho", 0.75, "fraction of loss-increasing steps below which the step size is halved")
          .atLeast(0)
          .atMost(1);

  private AttackParameters() {}

  /** One gradient per step of each run. */
  static Passes steps(Parameters parameters, Parameter<Integer> steps) {
    return Passes.gradients((double) parameters.get(steps) * parameters.get(RESTARTS));
  }

  /** One gradient per step of each run and per diversification step of its start. */
  static Passes diversified(Parameters parameters, Parameter<Integer> steps) {
    return steps(parameters, steps)
        .plus(Passes.gradients((double) parameters.get(ODI_STEPS) * parameters.get(RESTARTS)));
  }

  /** The step size as a fraction of epsilon, with the default of 2.5 / steps applied. */
  static double relativeStepSize(Parameters parameters, int steps) {
    double declared = parameters.get(RELATIVE_STEP_SIZE);
    return declared > 0 ? declared : 2.5 / steps;
  }

  /** Begins the descriptor of a white-box attack in L∞ and L2. */
  static AttackDescriptor.Builder gradientAttack(String id, String summary) {
    return AttackDescriptor.builder(id, summary).access(Access.GRADIENTS).norms(Norm.LINF, Norm.L2);
  }

  /** Begins the descriptor of Auto-PGD on losses of one's choice. */
  static AttackDescriptor.Builder apgd(String id, String summary) {
    return gradientAttack(id, summary)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .goals(Norm.L1, Goal.Kind.UNTARGETED)
        .iterated()
        .randomised()
        .citation(APGD_CITATION)
        .citation(L1_CITATION);
  }

  static Parameter<Integer> steps(int defaultValue) {
    return Parameter.integer("steps", defaultValue, "gradient steps per run")
        .atLeast(1)
        .atMost(100_000);
  }
}
