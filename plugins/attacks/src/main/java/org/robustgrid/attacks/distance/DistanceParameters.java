package org.robustgrid.attacks.distance;

import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.Goal;

/** Declarations that several searches for the smallest distance share. */
final class DistanceParameters {

  static final Parameter<Integer> SEARCHES =
      Parameter.integer(
              "binary-search-steps", 9, "runs of the search for the constant, each from scratch")
          .atLeast(1)
          .atMost(1000);

  static final Parameter<Double> STEP_SIZE =
      Parameter.real("step-size", 0.01, "size of the first step, in the domain's units").above(0);

  static final Parameter<Double> CONFIDENCE =
      Parameter.real(
              "confidence", 0, "margin of the logits by which a point has to be misclassified")
          .atLeast(0);

  static final Parameter<Double> INITIAL_CONSTANT =
      Parameter.real(
              "initial-constant", 0.001, "weight of misclassification against distance, at first")
          .above(0);

  static final Parameter<Boolean> ABORT_EARLY =
      Parameter.flag(
          "abort-early",
          true,
          "end a sample's run once a tenth of the steps lowers its loss no more");

  private DistanceParameters() {}

  static Parameter<Integer> steps(int defaultValue, String documentation) {
    return Parameter.integer("steps", defaultValue, documentation).atLeast(1).atMost(1_000_000);
  }

  /** A white-box attack after every goal. */
  static AttackDescriptor.Builder attack(String id, String summary, Norm... norms) {
    return AttackDescriptor.builder(id, summary)
        .access(Access.GRADIENTS)
        .norms(norms)
        .goals(Goal.Kind.MINIMUM_DISTANCE, Goal.Kind.UNTARGETED, Goal.Kind.TARGETED);
  }
}
