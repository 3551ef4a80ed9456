package org.robustgrid.attacks;

import java.util.List;
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

/** {@code square}: random search over square windows, from logits only. */
public final class SquareProvider implements AttackProvider {

  static final String CITATION =
      "Andriushchenko, Croce, Flammarion and Hein: Square Attack: a query-efficient black-box"
          + " adversarial attack via random search. ECCV 2020";

  private static final Parameter<Integer> QUERIES =
      Parameter.integer("queries", 5000, "proposals per run; the start takes one more query")
          .atLeast(1)
          .atMost(10_000_000);

  private static final Parameter<Double> P_INIT =
      Parameter.real("p-init", 0.8, "fraction of the image that the first proposals change")
          .above(0)
          .atMost(1);

  private static final Parameter<Boolean> RESCALED =
      Parameter.choice(
          "schedule",
          List.of(true, false),
          rescaled -> rescaled ? "rescaled" : "autoattack",
          "schedule of the square sizes: 'rescaled' scales the paper's schedule for 10,000 queries"
              + " to the given number; 'autoattack' does not, so that small sizes may never be"
              + " reached, and its squares leave out the last row and column in L∞ and L2");

  @Override
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder("square", "Random search over square windows, from logits only")
        .access(Access.SCORES)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .norms(Norm.LINF, Norm.L2, Norm.L1)
        .randomised()
        .reference(QUERIES, 200)
        .citation(CITATION)
        .citation(AttackParameters.L1_CITATION)
        .parameters(QUERIES, P_INIT, AttackParameters.RESTARTS, RESCALED)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new SquareAttack(
        parameters.get(QUERIES),
        parameters.get(AttackParameters.RESTARTS),
        parameters.get(P_INIT),
        parameters.get(RESCALED));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double runs = parameters.get(AttackParameters.RESTARTS);
    // AutoAttack's form also queries the image
    double extra = parameters.get(RESCALED) ? 1 : 2;
    return Passes.forward(runs * (parameters.get(QUERIES) + extra));
  }
}
