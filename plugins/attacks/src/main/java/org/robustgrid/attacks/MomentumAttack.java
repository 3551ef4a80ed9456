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
 * The iterative method with momentum, or with Nesterov's; the final iterate counts, or the last one
 * before it was stopped.
 *
 * @param id the attack's, for messages
 * @param nesterov whether gradients are taken ahead of the iterate
 * @param steps gradient steps
 * @param relativeStep step size as a share of epsilon; 0 for 1 / steps
 * @param decay of the momentum
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
      Parameter.real("relative-step-size", 0, "step size as a share of epsilon; 0 means 1 / steps")
          .atLeast(0);

  static final Parameter<Double> DECAY =
      Parameter.real("decay", 1, "share of the momentum that a step keeps").atLeast(0);

  static final Parameter<MomentumDescent.Accumulation> ACCUMULATION =
      Parameter.choice(
          "accumulation",
          List.of(
              MomentumDescent.Accumulation.L1,
              MomentumDescent.Accumulation.MEAN,
              MomentumDescent.Accumulation.SIGN,
              MomentumDescent.Accumulation.L2),
          accumulation -> accumulation.name().toLowerCase(Locale.ROOT),
          "how a gradient enters the momentum: divided by its L1 norm, as published; by the mean of"
              + " its absolute values, as most released code has it, which matters where gradients"
              + " are taken ahead; by its signs or its L2 norm, as Foolbox has it");

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
