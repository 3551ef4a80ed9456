package org.robustgrid.attacks.perturbation;

import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.attack.perturbation.Blend;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** {@code blended-noise}: the smallest fraction of uniform noise that fools the classifier. */
public final class BlendedNoiseProvider implements AttackProvider {

  private static final Parameter<Integer> DIRECTIONS =
      Parameter.integer("directions", 1000, "noise images tried until one alone is misclassified")
          .atLeast(1)
          .atMost(1_000_000);

  private static final Parameter<Integer> STEPS =
      PerturbationAttack.steps(1000, "fractions tried, in ascending order");

  @Override
  public AttackDescriptor descriptor() {
    return PerturbationAttack.descriptor(
            "blended-noise", "The smallest fraction of uniform noise that fools the classifier")
        .randomised()
        .parameters(DIRECTIONS, STEPS)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int directions = parameters.get(DIRECTIONS);
    int steps = parameters.get(STEPS);
    return new PerturbationAttack(
        "blended-noise",
        directions + steps + 1,
        (request, batch) ->
            Blend.towardsFirst(batch, directions, number -> noise(request, batch, number))
                .linear(steps, steps));
  }

  private static double[] noise(AttackRequest request, AttackBatch batch, int number) {
    RandomKey key = request.random().with("noise").with(number);
    double[] noise = new double[batch.originals().length];
    long[] samples = request.samples();
    for (int row = 0; row < batch.rows(); row++) {
      RandomStream random = key.with(samples[row]).stream();
      for (int i = row * batch.length(); i < (row + 1) * batch.length(); i++) {
        noise[i] = random.nextDouble(request.domain().low(), request.domain().high());
      }
    }
    return noise;
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(DIRECTIONS) + parameters.get(STEPS) + 1.0);
  }
}
