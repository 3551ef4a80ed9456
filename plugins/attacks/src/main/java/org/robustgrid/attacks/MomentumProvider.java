package org.robustgrid.attacks;

import org.robustgrid.numerics.attack.MomentumDescent.Accumulation;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** {@code mi-fgsm}: gradient steps with momentum. */
public final class MomentumProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(10);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "mi-fgsm", "Gradient steps with momentum from the original; the final iterate counts")
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .iterated()
        .citation(
            "Dong, Liao, Pang, Su, Zhu, Hu and Li: Boosting adversarial attacks with momentum. CVPR"
                + " 2018")
        .parameters(
            STEPS, MomentumAttack.STEP_SIZE, MomentumAttack.DECAY, MomentumAttack.ACCUMULATION)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    Accumulation accumulation = parameters.get(MomentumAttack.ACCUMULATION);
    return new MomentumAttack(
        "mi-fgsm",
        false,
        parameters.get(STEPS),
        parameters.get(MomentumAttack.STEP_SIZE),
        parameters.get(MomentumAttack.DECAY),
        accumulation);
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(parameters.get(STEPS));
  }
}
