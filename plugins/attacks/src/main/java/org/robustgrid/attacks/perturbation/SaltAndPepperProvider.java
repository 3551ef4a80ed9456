package org.robustgrid.attacks.perturbation;

import java.util.Arrays;
import org.robustgrid.numerics.attack.perturbation.SaltAndPepper;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** {@code salt-and-pepper}: the smallest salt-and-pepper noise that fools the classifier. */
public final class SaltAndPepperProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      PerturbationAttack.steps(
          1000, "images tried; after a hit, the fractions around it are searched again");

  private static final Parameter<Boolean> ACROSS_CHANNELS =
      Parameter.flag("across-channels", true, "change all channels of a pixel together");

  @Override
  public AttackDescriptor descriptor() {
    return PerturbationAttack.descriptor(
            "salt-and-pepper",
            "The smallest fraction of pixels at an end of the domain that fools the classifier")
        .randomised()
        .parameters(STEPS, ACROSS_CHANNELS)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    SaltAndPepper search =
        new SaltAndPepper(parameters.get(STEPS), parameters.get(ACROSS_CHANNELS));
    return new PerturbationAttack(
        "salt-and-pepper",
        search.steps() + 1,
        (request, batch) -> {
          RandomKey key = request.random().with("noise");
          long[] samples = request.samples();
          return search.run(
              batch,
              (step, row, noise) -> {
                RandomStream random = key.with(step).with(samples[row]).stream();
                Arrays.setAll(noise, i -> random.nextDouble());
              });
        });
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(STEPS) + 1.0);
  }
}
