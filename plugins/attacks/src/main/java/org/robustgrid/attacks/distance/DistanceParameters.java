package org.robustgrid.attacks.distance;

import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.Goal;

/** Parameter declarations shared by several searches for the smallest distance. */
final class DistanceParameters {

  static final Parameter<Integer> SEARCHES =
      Parameter.integer(
              "binary-search-steps",
              9,
              "steps of the binary search for the constant, each a run from scratch")
          .atLeast(1)
          .atMost(1000);

  static final Parameter<Double> STEP_SIZE =
      Parameter.real("step-size", 0.01, "size of the first step, in the domain's units").above(0);

  static final Parameter<Double> CONFIDENCE =
      Parameter.real("confidence", 0, "logit margin by which a point must be misclassified")
          .atLeast(0);

  static final Parameter<Double> INITIAL_CONSTANT =
      Parameter.real(
              "initial-constant", 0.001, "initial weight of misclassification relative to distance")
          .above(0);

  static final Parameter<Boolean> ABORT_EARLY =
      Parameter.flag(
          "abort-early",
          true,
          "end a sample's run if its loss does not fall within a tenth of the steps");

  private DistanceParameters() {}

  static Parameter<Integer> steps(int defaultValue, String documentation) {
    return Parameter.integer("steps", defaultValue, documentation).atLeast(1).atMost(1_000_000);
  }

  /** Begins the descriptor of a white-box attack that supports every goal. */
  static AttackDescriptor.Builder attack(String id, String summary, Norm... norms) {
    return AttackDescriptor.builder(id, summary)
        .access(Access.GRADIENTS)
        .norms(norms)
        .goals(Goal.Kind.MINIMUM_DISTANCE, Goal.Kind.UNTARGETED, Goal.Kind.TARGETED);
  }
}
