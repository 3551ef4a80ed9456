package org.example.plugin;

import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.Capability;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;

/** {@code momentum}: gradient steps along a decaying sum of normalised gradients. */
public final class MomentumProvider implements AttackProvider {

  @Override
  public Descriptor descriptor() {
    return Descriptor.builder("momentum", "Signed gradient steps with momentum, final iterate")
        .citation("Dong et al.: Boosting adversarial attacks with momentum. CVPR 2018")
        .capabilities(Capability.NEEDS_GRADIENTS)
        .norms(Norm.LINF, Norm.L2)
        .parameters(
            ParameterDeclaration.integer("steps", 10, "gradient steps").atLeast(1).atMost(10_000),
            ParameterDeclaration.number("decay", 1, "share of the momentum kept at each step")
                .atLeast(0))
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new MomentumAttack((int) parameters.integer("steps"), parameters.number("decay"));
  }
}
