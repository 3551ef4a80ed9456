package org.robustgrid.attacks;

import org.robustgrid.spi.Capability;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code square}: random search by squares, on logits alone. */
public final class SquareProvider implements AttackProvider {

  private static final Parameter<Integer> QUERIES =
      Parameter.integer("queries", 5000, "proposals a run; the start costs one query more")
          .atLeast(1)
          .atMost(10_000_000);

  private static final Parameter<Double> P_INIT =
      Parameter.real("p-init", 0.8, "share of the image that the first proposals change")
          .above(0)
          .atMost(1);

  @Override
  public Descriptor descriptor() {
    return Descriptor.builder(
            "square", "Random search by squares on logits alone, with the settings of AutoAttack")
        .capabilities(Capability.NEEDS_SCORES, Capability.TARGETED)
        .norms(Norm.LINF, Norm.L2)
        .citation(
            "Andriushchenko, Croce, Flammarion and Hein: Square Attack: a query-efficient black-box"
                + " adversarial attack via random search. ECCV 2020")
        .parameters(QUERIES, P_INIT, AttackParameters.RESTARTS)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new SquareAttack(
        parameters.get(QUERIES), parameters.get(AttackParameters.RESTARTS), parameters.get(P_INIT));
  }
}
