package org.robustgrid.attacks;

/** {@code mi-fgsm}: gradient steps with momentum. */
public final class MomentumProvider extends IterativeMomentum {

  /** Called when the plugin is loaded. */
  public MomentumProvider() {
    super(
        "mi-fgsm",
        "Gradient steps with momentum from the original; the final iterate counts",
        "Dong, Liao, Pang, Su, Zhu, Hu and Li: Boosting adversarial attacks with momentum. CVPR"
            + " 2018",
        false);
  }
}
