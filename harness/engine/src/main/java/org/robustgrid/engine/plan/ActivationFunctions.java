package org.robustgrid.engine.plan;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.robustgrid.engine.kernel.BentCurve;
import org.robustgrid.engine.kernel.Clip;
import org.robustgrid.engine.kernel.Curve;

/** The curves of Deeplearning4j's activation functions. */
final class ActivationFunctions {

  private ActivationFunctions() {}

  static boolean isIdentity(IActivation function) {
    return function == null || function instanceof ActivationIdentity;
  }

  static boolean isSoftmax(IActivation function) {
    return function instanceof ActivationSoftmax;
  }

  /** Whether the engine computes the function; Deeplearning4j is never asked to. */
  static boolean covers(IActivation function) {
    return isIdentity(function) || isSoftmax(function) || curve(function).isPresent();
  }

  /** The curve of an element-wise function, if it is known. */
  static Optional<Curve> curve(IActivation function) {
    if (function instanceof ActivationReLU relu) {
      return Optional.of(rectifier(relu));
    }
    if (function instanceof ActivationELU elu) {
      return Optional.of(BentCurve.elu(elu.getAlpha()));
    }
    if (function instanceof ActivationLReLU leaky) {
      return Optional.of(BentCurve.leaky(leaky.getAlpha()));
    }
    if (function instanceof ActivationThresholdedReLU thresholded) {
      return Optional.of(BentCurve.thresholded(thresholded.getTheta()));
    }
    if (function instanceof ActivationGELU gelu) {
      return Optional.of(gelu.isPrecise() ? Curve.GELU_TANH : Curve.GELU_SIGMOID);
    }
    return Optional.ofNullable(withoutSettings(function));
  }

  private static Curve withoutSettings(IActivation function) {
    Class<?> type = function.getClass();
    if (type == ActivationTanH.class) {
      return Curve.TANH;
    } else if (type == ActivationSigmoid.class) {
      return Curve.SIGMOID;
    } else if (type == ActivationSwish.class) {
      return Curve.SILU;
    } else if (type == ActivationMish.class) {
      return Curve.MISH;
    } else if (type == ActivationSoftPlus.class) {
      return Curve.SOFTPLUS;
    } else if (type == ActivationSoftSign.class) {
      return Curve.SOFTSIGN;
    } else if (type == ActivationCube.class) {
      return Curve.CUBE;
    } else if (type == ActivationRationalTanh.class) {
      return Curve.RATIONAL_TANH;
    } else if (type == ActivationRectifiedTanh.class) {
      return BentCurve.rectifiedTanh();
    } else if (type == ActivationSELU.class) {
      return BentCurve.selu();
    } else if (type == ActivationReLU6.class) {
      return new Clip(0, 6);
    } else if (type == ActivationHardTanH.class) {
      return new Clip(-1, 1);
    } else if (type == ActivationHardSigmoid.class) {
      return BentCurve.clamped(0.2, 0.5, 0, 1);
    }
    return null;
  }

  /**
   * A threshold moves the foot of the slope, not the values above: Deeplearning4j's is x from there
   * on.
   */
  private static Curve rectifier(ActivationReLU relu) {
    double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
    double threshold = relu.getThreshold() == null ? 0 : relu.getThreshold();
    double high = relu.getMax() == null ? Double.POSITIVE_INFINITY : relu.getMax();
    return slope == 0 && threshold == 0 && high == Double.POSITIVE_INFINITY
        ? Curve.RELU
        : BentCurve.sloped(slope, threshold, high);
  }
}
