package org.robustgrid.attacks;

import org.robustgrid.spi.Capability;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ParameterDeclaration;

/** Declarations that several gradient attacks share. */
final class AttackParameters {

  static final String APGD_CITATION =
      "Croce and Hein: Reliable evaluation of adversarial robustness with an ensemble of diverse"
          + " parameter-free attacks. ICML 2020";

  private AttackParameters() {}

  /** A white-box attack in L∞ and L2. */
  static Descriptor.Builder gradientAttack(String id, String summary) {
    return Descriptor.builder(id, summary)
        .capabilities(Capability.NEEDS_GRADIENTS)
        .norms(Norm.LINF, Norm.L2);
  }

  static ParameterDeclaration steps(long defaultValue) {
    return ParameterDeclaration.integer("steps", defaultValue, "gradient steps a run")
        .atLeast(1)
        .atMost(100_000);
  }

  static ParameterDeclaration restarts() {
    return ParameterDeclaration.integer(
            "restarts", 1, "runs in all; each attacks the samples the earlier ones left standing")
        .atLeast(1)
        .atMost(10_000);
  }

  static ParameterDeclaration relativeStepSize() {
    return ParameterDeclaration.number(
            "relative-step-size", 0, "step size as a share of epsilon; 0 means 2.5 / steps")
        .atLeast(0);
  }

  static ParameterDeclaration randomStart() {
    return ParameterDeclaration.flag(
        "random-start", true, "begin at a random point of the ball, else at the original");
  }

  static ParameterDeclaration rho() {
    return ParameterDeclaration.number(
            "rho", 0.75, "share of rising steps under which a step size is halved")
        .atLeast(0)
        .atMost(1);
  }

  /** The step size as a share of epsilon that the parameters mean. */
  static double relativeStepSize(double declared, long steps) {
    return declared > 0 ? declared : 2.5 / steps;
  }
}
