package org.robustgrid.attacks.distance;

import org.robustgrid.numerics.attack.distance.DecoupledDirection;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code ddn}: the nearest point in L2, with separate steps for direction and norm. */
public final class DecoupledDirectionProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = DistanceParameters.steps(100, "gradient steps");

  private static final Parameter<Double> INITIAL_RADIUS =
      Parameter.real("initial-radius", 1, "radius of the first sphere, in the domain's units")
          .above(0);

  private static final Parameter<Double> GAMMA =
      Parameter.real("gamma", 0.05, "relative change of the radius per step").above(0).atMost(1);

  @Override
  public AttackDescriptor descriptor() {
    return DistanceParameters.attack(
            "ddn",
            "Nearest point in L2, with separate steps for the direction and the norm of the"
                + " perturbation",
            Norm.L2)
        .citation(
            "Rony, Hafemann, Oliveira, Ben Ayed, Sabourin and Granger: Decoupling direction and"
                + " norm for efficient gradient-based L2 adversarial attacks and defenses. CVPR"
                + " 2019")
        .parameters(STEPS, INITIAL_RADIUS, GAMMA)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    DecoupledDirection search =
        new DecoupledDirection(
            parameters.get(STEPS), parameters.get(INITIAL_RADIUS), parameters.get(GAMMA));
    return new NearestPointAttack("ddn", true, search.steps(), (norm, batch) -> search.run(batch));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(parameters.get(STEPS));
  }
}
