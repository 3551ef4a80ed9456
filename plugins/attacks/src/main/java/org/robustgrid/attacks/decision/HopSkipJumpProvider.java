package org.robustgrid.attacks.decision;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code hop-skip-jump}: steps along estimates of the boundary's normal, on decisions alone. */
public final class HopSkipJumpProvider implements AttackProvider {

  private static final Parameter<Integer> INITIAL =
      Parameter.integer(
              "initial-gradient-queries",
              100,
              "questions for the first estimate of a normal; the t-th takes the root of t times as"
                  + " many")
          .atLeast(2)
          .atMost(1_000_000);

  private static final Parameter<Integer> MOST =
      Parameter.integer("max-gradient-queries", 10_000, "questions for an estimate at most")
          .atLeast(2)
          .atMost(1_000_000);

  private static final Parameter<Double> GAMMA =
      Parameter.real("gamma", 1, "how coarse bisections and estimates are").above(0);

  @Override
  public AttackDescriptor descriptor() {
    return DecisionAttack.descriptor(
            "hop-skip-jump",
            "Steps along estimates of the boundary's normal and bisections back to the boundary, on"
                + " decisions alone",
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
