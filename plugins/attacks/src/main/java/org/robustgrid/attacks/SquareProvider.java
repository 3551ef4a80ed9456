package org.robustgrid.attacks;

import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

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
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder(
            "square", "Random search by squares on logits alone, with the settings of AutoAttack")
        .access(Access.SCORES)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .norms(Norm.LINF, Norm.L2)
        .randomised()
        .reference(QUERIES, 200)
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

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double runs = parameters.get(AttackParameters.RESTARTS);
    return Passes.forward(runs * (parameters.get(QUERIES) + 1.0));
  }
}
