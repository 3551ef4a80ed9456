package org.robustgrid.attacks;

import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.attack.MomentumDescent;
import org.robustgrid.numerics.norm.FeasibleSet;
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
