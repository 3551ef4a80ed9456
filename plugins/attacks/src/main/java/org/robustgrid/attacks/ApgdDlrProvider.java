package org.robustgrid.attacks;

import java.util.List;
import org.robustgrid.numerics.loss.DifferenceOfLogitsRatio;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code apgd-dlr}: Auto-PGD on the difference of logits ratio. */
public final class ApgdDlrProvider implements AttackProvider {

  @Override
  public Descriptor descriptor() {
    return AttackParameters.gradientAttack(
            "apgd-dlr",
            "Auto-PGD on the difference of logits ratio, as AutoAttack runs it; at least 3 classes")
        .citation(AttackParameters.APGD_CITATION)
        .parameters(
            AttackParameters.steps(100), AttackParameters.restarts(), AttackParameters.rho())
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new ApgdAttack(
        "apgd-dlr",
        List.of(LossKind.DLR),
        (int) parameters.integer("steps"),
        (int) parameters.integer("restarts"),
        parameters.number("rho"));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    DifferenceOfLogitsRatio.requireClasses(data.classes());
  }
}
