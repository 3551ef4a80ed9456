package org.robustgrid.attacks.decision;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code boundary}: a random walk along the boundary, from decisions only. */
public final class BoundaryProvider implements AttackProvider {

  private static final Parameter<Double> SPHERICAL_STEP =
      Parameter.real(
              "spherical-step",
              0.01,
              "initial step size along the sphere, as a fraction of its radius")
          .above(0);

  private static final Parameter<Double> SOURCE_STEP =
      Parameter.real(
              "source-step",
              0.01,
              "initial step size towards the original, as a fraction of the distance")
          .above(0);

  private static final Parameter<Double> ADAPTATION =
      Parameter.real("step-adaptation", 1.5, "factor by which step sizes grow or shrink").above(1);

  private static final Parameter<Double> CONVERGENCE =
      Parameter.real(
              "convergence",
              1e-7,
              "step size towards the original below which a sample's walk ends")
          .atLeast(0);

  @Override
  public AttackDescriptor descriptor() {
    return DecisionAttack.descriptor(
            "boundary",
            "Random walk along the boundary towards the original, from decisions only",
            Norm.L2)
        .citation(
            "Brendel, Rauber and Bethge: Decision-based adversarial attacks: reliable attacks"
                + " against black-box machine learning models. ICLR 2018")
        .parameters(DecisionAttack.QUERIES, SPHERICAL_STEP, SOURCE_STEP, ADAPTATION, CONVERGENCE)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    BoundaryWalk walk =
        new BoundaryWalk(
            parameters.get(SPHERICAL_STEP),
            parameters.get(SOURCE_STEP),
            parameters.get(ADAPTATION),
            parameters.get(CONVERGENCE));
    return new DecisionAttack("boundary", parameters.get(DecisionAttack.QUERIES), walk::run);
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(DecisionAttack.QUERIES));
  }
}
