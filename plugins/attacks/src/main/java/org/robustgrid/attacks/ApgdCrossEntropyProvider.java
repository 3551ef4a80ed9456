package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.LossKind;

/** {@code apgd-ce}: Auto-PGD on cross-entropy. */
public final class ApgdCrossEntropyProvider extends SingleLossApgd {

  /** Called when the plugin is loaded. */
  public ApgdCrossEntropyProvider() {
    super("apgd-ce", "Auto-PGD on cross-entropy, as in AutoAttack", LossKind.CROSS_ENTROPY);
  }
}
