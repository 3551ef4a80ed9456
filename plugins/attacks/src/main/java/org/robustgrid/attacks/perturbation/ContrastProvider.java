package org.robustgrid.attacks.perturbation;

import java.util.List;
import java.util.Locale;
import org.robustgrid.numerics.attack.perturbation.Blend;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code contrast}: the smallest reduction of contrast that fools the classifier. */
public final class ContrastProvider implements AttackProvider {

  /** The search for the smallest reduction. */
  private enum Search {
    LINEAR,
    BISECTION
  }

  private static final Parameter<Search> SEARCH =
      Parameter.choice(
          "search",
          List.of(Search.LINEAR, Search.BISECTION),
          search -> search.name().toLowerCase(Locale.ROOT),
          "linear tries reductions in ascending order; bisection takes about 15 steps and may find"
              + " a boundary that is not the nearest");

  private static final Parameter<Integer> STEPS =
      PerturbationAttack.steps(1000, "reductions tried");

  private static final Parameter<Double> LEVEL =
      Parameter.real(
              "level",
              0.5,
              "grey level that all values move towards, as a fraction of the domain's width")
          .atLeast(0)
          .atMost(1);

  @Override
  public AttackDescriptor descriptor() {
    return PerturbationAttack.descriptor(
            "contrast",
            "The smallest reduction of contrast, towards one grey level, that fools the classifier")
        .parameters(SEARCH, STEPS, LEVEL)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int steps = parameters.get(STEPS);
    boolean linear = parameters.get(SEARCH) == Search.LINEAR;
    double level = parameters.get(LEVEL);
    return new PerturbationAttack(
        "contrast",
        steps,
        (request, batch) -> {
          double low = request.domain().low();
          Blend blend = Blend.towards(batch, low + level * (request.domain().high() - low));
          return linear ? blend.linear(steps, steps - 1) : blend.bisected(steps);
        });
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(STEPS));
  }
}
