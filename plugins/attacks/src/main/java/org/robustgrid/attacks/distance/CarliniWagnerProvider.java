package org.robustgrid.attacks.distance;

import org.robustgrid.numerics.attack.distance.CarliniWagner;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code carlini-wagner}: the L2 attack of Carlini and Wagner. */
public final class CarliniWagnerProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      DistanceParameters.steps(10_000, "steps of Adam per run");

  @Override
  public AttackDescriptor descriptor() {
    return DistanceParameters.attack(
            "carlini-wagner",
            "Nearest point in L2 by Adam on distance and margin, with a binary search for the"
                + " margin's weight",
            Norm.L2)
        .citation(
            "Carlini and Wagner: Towards evaluating the robustness of neural networks. S&P 2017")
        .parameters(
            STEPS,
            DistanceParameters.SEARCHES,
            DistanceParameters.STEP_SIZE,
            DistanceParameters.CONFIDENCE,
            DistanceParameters.INITIAL_CONSTANT,
            DistanceParameters.ABORT_EARLY)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    CarliniWagner search =
        new CarliniWagner(
            parameters.get(STEPS),
            parameters.get(DistanceParameters.SEARCHES),
            parameters.get(DistanceParameters.STEP_SIZE),
            parameters.get(DistanceParameters.CONFIDENCE),
            parameters.get(DistanceParameters.INITIAL_CONSTANT),
            parameters.get(DistanceParameters.ABORT_EARLY));
    return new NearestPointAttack(
        "carlini-wagner",
        true,
        (double) search.steps() * search.searches(),
        (norm, batch) -> search.run(batch));
  }

  /** One gradient per step; fewer if runs end early. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(
        (double) parameters.get(STEPS) * parameters.get(DistanceParameters.SEARCHES));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (!Double.isFinite(data.domain().high() - data.domain().low())) {
      throw new IllegalArgumentException(
          "attack 'carlini-wagner' needs a bounded domain, but the domain of these data has no"
              + " bounds; use ddn or fmn");
    }
  }
}
