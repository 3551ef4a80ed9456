package org.robustgrid.attacks;

import java.util.List;
import org.robustgrid.numerics.loss.DifferenceOfLogitsRatio;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.Capability;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code pgd}: projected gradient descent from random starts. */
public final class PgdProvider implements AttackProvider {

  @Override
  public Descriptor descriptor() {
    return AttackParameters.gradientAttack(
            "pgd", "Projected gradient descent from random starts, final iterate")
        .capabilities(Capability.TARGETED)
        .citation(
            "Madry et al.: Towards deep learning models resistant to adversarial attacks. ICLR"
                + " 2018")
        .parameters(
            AttackParameters.steps(40),
            AttackParameters.relativeStepSize(),
            AttackParameters.restarts(),
            AttackParameters.randomStart(),
            ParameterDeclaration.choice(
                "loss",
                List.of("ce", "dlr", "energy_xy"),
                "the loss to ascend; targeted runs descend the target's cross-entropy"))
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    long steps = parameters.integer("steps");
    return new PgdAttack(
        "pgd",
        true,
        LossKind.of(parameters.text("loss")),
        (int) steps,
        (int) parameters.integer("restarts"),
        AttackParameters.relativeStepSize(parameters.number("relative-step-size"), steps),
        parameters.flag("random-start"));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (LossKind.DLR.id().equals(parameters.text("loss"))) {
      DifferenceOfLogitsRatio.requireClasses(data.classes());
    }
  }
}
