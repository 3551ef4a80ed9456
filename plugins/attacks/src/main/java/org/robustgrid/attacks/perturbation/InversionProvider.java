package org.robustgrid.attacks.perturbation;

import java.util.Arrays;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code inversion}: the negative of an image. */
public final class InversionProvider implements AttackProvider {

  @Override
  public AttackDescriptor descriptor() {
    return PerturbationAttack.descriptor("inversion", "The negative of the image").build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new PerturbationAttack(
        "inversion",
        0,
        (request, batch) -> {
          double ends = request.domain().low() + request.domain().high();
          return Arrays.stream(batch.originals()).map(value -> ends - value).toArray();
        });
  }

  /** No passes: the attack makes no queries. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.NONE;
  }
}
