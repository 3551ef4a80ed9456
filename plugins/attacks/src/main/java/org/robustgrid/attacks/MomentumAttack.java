package org.robustgrid.attacks;

import java.util.List;
import java.util.Locale;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.attack.MomentumDescent;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;

/**
 * Iterative FGSM with momentum (Dong et al. 2018) or with Nesterov momentum (Lin et al. 2020). It
 * answers with the final iterate, or with the last one before the harness stopped it.
 *
 * @param id the attack's id, for messages
 * @param nesterov whether gradients are taken ahead of the iterate
 * @param steps gradient steps
 * @param relativeStep step size as a fraction of epsilon; 0 for 1 / steps
 * @param decay factor of the momentum at each step
 * @param accumulation how a gradient enters the momentum
 */
record MomentumAttack(
    String id,
    boolean nesterov,
    int steps,
    double relativeStep,
    double decay,
    MomentumDescent.Accumulation accumulation)
    implements Attack {

  static final Parameter<Double> STEP_SIZE =
      Parameter.real(
              "relative-step-size", 0, "step size as a fraction of epsilon; 0 means 1 / steps")
          .atLeast(0);

  static final Parameter<Double> DECAY =
      Parameter.real("decay", 1, "decay factor of the momentum at each step").atLeast(0);

  static final Parameter<MomentumDescent.Accumulation> ACCUMULATION =
      Parameter.choice(
          "accumulation",
          List.of(
              MomentumDescent.Accumulation.L1,
              MomentumDescent.Accumulation.MEAN,
              MomentumDescent.Accumulation.SIGN,
              MomentumDescent.Accumulation.L2),
          accumulation -> accumulation.name().toLowerCase(Locale.ROOT),
          "normalisation of a gradient before it is added to the momentum: l1 divides it by its L1"
              + " norm, as published; mean by its mean absolute value, as in most released code"
              + " (the difference matters for ni-fgsm only); sign takes its signs, as Foolbox"
              + " does in L∞; l2 divides it by its L2 norm, as Foolbox does in L2");

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals.of(request, id, true);
    RequestBatch prepared = RequestBatch.of(request, id, steps);
    AttackBatch batch = prepared.batch();
    double share = relativeStep > 0 ? relativeStep : 1.0 / steps;
    MomentumDescent descent =
        new MomentumDescent(
            new FeasibleSet(request.threatModel(), request.domain(), batch.precision()),
            share * request.threatModel().epsilon(),
            steps,
            decay,
            nesterov,
            accumulation);
    double[] reached = batch.originals().clone();
    try {
      descent.run(batch, (step, points) -> System.arraycopy(points, 0, reached, 0, reached.length));
    } catch (StoppedException e) {
      // the last iterate counts
    }
    return prepared.answer(reached);
  }
}
