package org.robustgrid.attacks;

import java.util.List;
import java.util.Locale;
import org.robustgrid.numerics.attack.MomentumDescent.Accumulation;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** Iterative FGSM with one of two kinds of momentum. */
abstract class IterativeMomentum implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(10);

  private static final Parameter<Double> STEP_SIZE =
      Parameter.real(
              "relative-step-size", 0, "step size as a fraction of epsilon; 0 means 1 / steps")
          .atLeast(0);

  private static final Parameter<Double> DECAY =
      Parameter.real("decay", 1, "decay factor of the momentum at each step").atLeast(0);

  private static final Parameter<Accumulation> ACCUMULATION =
      Parameter.choice(
          "accumulation",
          List.of(Accumulation.L1, Accumulation.MEAN, Accumulation.SIGN, Accumulation.L2),
          accumulation -> accumulation.name().toLowerCase(Locale.ROOT),
          "normalisation of a gradient before it is added to the momentum: l1 divides it by its L1"
              + " norm, as published; mean by its mean absolute value, as in most released code"
              + " (the difference matters for ni-fgsm only); sign takes its signs, as Foolbox"
              + " does in L∞; l2 divides it by its L2 norm, as Foolbox does in L2");

  private final String id;
  private final String summary;
  private final String citation;
  private final boolean nesterov;

  IterativeMomentum(String id, String summary, String citation, boolean nesterov) {
    this.id = id;
    this.summary = summary;
    this.citation = citation;
    this.nesterov = nesterov;
  }

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(id, summary)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .iterated()
        .citation(citation)
        .parameters(STEPS, STEP_SIZE, DECAY, ACCUMULATION)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new MomentumAttack(
        id,
        nesterov,
        parameters.get(STEPS),
        parameters.get(STEP_SIZE),
        parameters.get(DECAY),
        parameters.get(ACCUMULATION));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(parameters.get(STEPS));
  }
}
