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

/** {@code carlini-wagner}: their attack in L2. */
public final class CarliniWagnerProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      DistanceParameters.steps(10_000, "steps of Adam of each run");

  @Override
  public AttackDescriptor descriptor() {
    return DistanceParameters.attack(
            "carlini-wagner",
            "Nearest point in L2 by Adam on distance and margin, with a search for the margin's"
                + " weight",
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

  /** A gradient a step, unless runs end early. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(
        (double) parameters.get(STEPS) * parameters.get(DistanceParameters.SEARCHES));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (!Double.isFinite(data.domain().high() - data.domain().low())) {
      throw new IllegalArgumentException(
          "attack 'carlini-wagner' needs a bounded domain, and that of these data has no bounds;"
              + " use ddn or fmn");
    }
  }
}
