package org.example.plugin;

import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code momentum}: gradient steps along a decaying sum of normalised gradients. */
public final class MomentumProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 10, "gradient steps").atLeast(1).atMost(10_000);

  private static final Parameter<Double> DECAY =
      Parameter.real("decay", 1, "share of the momentum kept at each step").atLeast(0);

  @Override
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder("momentum", "Signed gradient steps with momentum, final iterate")
        .citation("Dong et al.: Boosting adversarial attacks with momentum. CVPR 2018")
        .access(Access.GRADIENTS)
        .norms(Norm.LINF, Norm.L2)
        .iterated()
        .parameters(STEPS, DECAY)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new MomentumAttack(parameters.get(STEPS), parameters.get(DECAY));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(parameters.get(STEPS));
  }
}
