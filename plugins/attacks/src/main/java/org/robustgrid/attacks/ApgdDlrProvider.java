package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.DifferenceOfLogitsRatio;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.TargetedDifferenceOfLogitsRatio;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Goal;

/** {@code apgd-dlr}: Auto-PGD on the difference of logits ratio. */
public final class ApgdDlrProvider extends SingleLossApgd {

  /** Called when the plugin is loaded. */
  public ApgdDlrProvider() {
    super(
        "apgd-dlr",
        "Auto-PGD on the difference of logits ratio, as in AutoAttack; needs at least 3 classes",
        LossKind.DLR);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    DifferenceOfLogitsRatio.requireClasses(data.classes());
  }

  @Override
  public void requireServes(Goal.Kind goal, Parameters parameters, DataDescription data) {
    if (goal == Goal.Kind.TARGETED) {
      TargetedDifferenceOfLogitsRatio.requireClasses(data.classes());
    }
  }
}
