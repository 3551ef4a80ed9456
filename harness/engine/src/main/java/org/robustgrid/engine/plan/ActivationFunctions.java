package org.robustgrid.engine.plan;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.robustgrid.engine.kernel.Curve;

/** The curves of Deeplearning4j's activation functions. */
final class ActivationFunctions {

  private ActivationFunctions() {}

  static boolean isIdentity(IActivation function) {
    return function == null || function instanceof ActivationIdentity;
  }

  static boolean covers(IActivation function) {
    return isIdentity(function) || find(function) != null;
  }

  /** The curve of a covered function that is not the identity. */
  static Curve curve(IActivation function) {
    return find(function);
  }

  private static Curve find(IActivation function) {
    // equals compares the settings: a leaky or capped ReLU is not this one
    if (function.equals(new ActivationReLU())) {
      return Curve.RELU;
    }
    if (function instanceof ActivationTanH) {
      return Curve.TANH;
    }
    if (function instanceof ActivationSigmoid) {
      return Curve.SIGMOID;
    }
    if (function instanceof ActivationSwish) {
      return Curve.SILU;
    }
    if (function instanceof ActivationGELU gelu) {
      return gelu.isPrecise() ? Curve.GELU_TANH : Curve.GELU_SIGMOID;
    }
    return null;
  }
}
