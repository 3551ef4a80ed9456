package org.robustgrid.attacks;

/** {@code ni-fgsm}: gradient steps with Nesterov momentum. */
public final class NesterovProvider extends IterativeMomentum {

  /** Called when the plugin is loaded. */
  public NesterovProvider() {
    super(
        "ni-fgsm",
        "Gradient steps with Nesterov momentum from the original; the final iterate counts",
        "Lin, Song, He, Wang and Hopcroft: Nesterov accelerated gradient and scale invariance for"
            + " adversarial attacks. ICLR 2020",
        true);
  }
}
