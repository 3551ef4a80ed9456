package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** {@code fgsm}: one step of size epsilon on cross-entropy from the original. */
public final class FgsmProvider implements AttackProvider {

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "fgsm", "One gradient step of size epsilon on cross-entropy")
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .singleStep()
        .citation(
            "Goodfellow, Shlens and Szegedy: Explaining and harnessing adversarial examples. ICLR"
                + " 2015")
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new PgdAttack("fgsm", true, LossKind.CROSS_ENTROPY, 1, 1, 1, new Diversified(0, false));
  }
}
