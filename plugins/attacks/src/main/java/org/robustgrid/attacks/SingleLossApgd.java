package org.robustgrid.attacks;

import java.util.List;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** Auto-PGD on one loss, as it is part of AutoAttack. */
abstract class SingleLossApgd implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  private final String id;
  private final String summary;
  private final LossKind loss;

  SingleLossApgd(String id, String summary, LossKind loss) {
    this.id = id;
    this.summary = summary;
    this.loss = loss;
  }

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.apgd(id, summary)
        .parameters(STEPS, AttackParameters.RESTARTS, AttackParameters.RHO)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new ApgdAttack(
        id,
        List.of(loss),
        parameters.get(STEPS),
        parameters.get(AttackParameters.RESTARTS),
        parameters.get(AttackParameters.RHO),
        new Diversified(0, true),
        1);
  }

  /** One gradient per step of each run, and one at its start. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double runs = parameters.get(AttackParameters.RESTARTS);
    return Passes.gradients(runs * (parameters.get(STEPS) + 1));
  }
}
