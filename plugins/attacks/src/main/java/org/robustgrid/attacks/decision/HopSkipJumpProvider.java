package org.robustgrid.attacks.decision;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code hop-skip-jump}: steps along estimates of the boundary's normal, from decisions only. */
public final class HopSkipJumpProvider implements AttackProvider {

  private static final Parameter<Integer> INITIAL =
      Parameter.integer(
              "initial-gradient-queries",
              100,
              "queries for the first estimate of the normal; the t-th estimate takes sqrt(t) times"
                  + " as many")
          .atLeast(2)
          .atMost(1_000_000);

  private static final Parameter<Integer> MOST =
      Parameter.integer("max-gradient-queries", 10_000, "largest number of queries for an estimate")
          .atLeast(2)
          .atMost(1_000_000);

  private static final Parameter<Double> GAMMA =
      Parameter.real("gamma", 1, "factor of the bisections' threshold and of the estimates' radius")
          .above(0);

  @Override
  public AttackDescriptor descriptor() {
    return DecisionAttack.descriptor(
            "hop-skip-jump",
            "Steps along estimates of the boundary's normal and bisections back to the boundary,"
                + " from decisions only",
            Norm.L2,
            Norm.LINF)
        .citation(
            "Chen, Jordan and Wainwright: HopSkipJumpAttack: a query-efficient decision-based"
                + " attack. S&P 2020")
        .parameters(DecisionAttack.QUERIES, INITIAL, MOST, GAMMA)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    HopSkipJumpWalk walk =
        new HopSkipJumpWalk(parameters.get(INITIAL), parameters.get(MOST), parameters.get(GAMMA));
    return new DecisionAttack("hop-skip-jump", parameters.get(DecisionAttack.QUERIES), walk::run);
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(DecisionAttack.QUERIES));
  }
}
