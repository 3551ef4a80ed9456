package org.robustgrid.attacks.perturbation;

import java.util.Arrays;
import org.robustgrid.numerics.attack.perturbation.GaussianBlur;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code gaussian-blur}: the smallest Gaussian blur that fools the classifier. */
public final class GaussianBlurProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      PerturbationAttack.steps(1000, "filter widths tried, in ascending order");

  private static final Parameter<Double> LARGEST =
      Parameter.real(
              "max-sigma",
              0,
              "standard deviation of the widest filter in pixels; 0 means the image's longer side")
          .atLeast(0);

  @Override
  public AttackDescriptor descriptor() {
    return PerturbationAttack.descriptor(
            "gaussian-blur", "The smallest Gaussian blur that fools the classifier")
        .parameters(STEPS, LARGEST)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int steps = parameters.get(STEPS);
    double declared = parameters.get(LARGEST);
    return new PerturbationAttack(
        "gaussian-blur",
        steps + 1,
        (request, batch) -> {
          long[] shape = batch.inputShape();
          double side = shape.length == 3 ? Math.max(shape[1], shape[2]) : 0;
          return new GaussianBlur(steps, declared > 0 ? declared : side).run(batch);
        });
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(STEPS) + 1.0);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (data.inputShape().length != 3) {
      throw new IllegalArgumentException(
          "attack 'gaussian-blur' needs images of shape [channels, height, width], but inputs have"
              + " the shape "
              + Arrays.toString(data.inputShape())
              + "; leave it out for these data");
    }
  }
}
