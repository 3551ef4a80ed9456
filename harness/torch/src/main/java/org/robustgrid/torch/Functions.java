package org.robustgrid.torch;

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

/**
 * Deeplearning4j's activation functions by the names of {@code robustgrid_graph.py}, with
 * Deeplearning4j's constants.
 *
 * @param name of the function
 * @param numbers that it takes; an infinite one is written as a large one
 */
record Functions(String name, double... numbers) {

  private static final double SELU_SCALE = 1.0507009873554804934193349852946;
  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  /** Larger than any activation of float, and a number of JSON. */
  private static final double NO_BOUND = Float.MAX_VALUE;

  static boolean isIdentity(IActivation function) {
    return function == null || function instanceof ActivationIdentity;
  }

  static boolean isSoftmax(IActivation function) {
    return function instanceof ActivationSoftmax;
  }

  /** The function; empty if it is not computed here. */
  static Optional<Functions> of(IActivation function) {
    if (function instanceof ActivationReLU relu) {
      return Optional.of(rectifier(relu));
    } else if (function instanceof ActivationELU elu) {
      return Optional.of(new Functions("elu", elu.getAlpha(), 1));
    } else if (function instanceof ActivationLReLU leaky) {
      return Optional.of(new Functions("leaky", leaky.getAlpha()));
    } else if (function instanceof ActivationThresholdedReLU thresholded) {
      return Optional.of(new Functions("threshold", thresholded.getTheta()));
    } else if (function instanceof ActivationGELU gelu) {
      // Deeplearning4j cubes the constant with the number, and rounds the rate to float
      return Optional.of(
          gelu.isPrecise()
              ? new Functions("gelu-tanh", 0.044715 * 0.044715 * 0.044715)
              : new Functions("gelu-sigmoid", 1.702f));
    }
    return Optional.ofNullable(withoutSettings(function.getClass()));
  }

  private static Functions withoutSettings(Class<?> type) {
    if (type == ActivationTanH.class) {
      return new Functions("tanh");
    } else if (type == ActivationSigmoid.class) {
      return new Functions("sigmoid");
    } else if (type == ActivationSwish.class) {
      return new Functions("silu");
    } else if (type == ActivationMish.class) {
      return new Functions("mish");
    } else if (type == ActivationSoftPlus.class) {
      return new Functions("softplus");
    } else if (type == ActivationSoftSign.class) {
      return new Functions("softsign");
    } else if (type == ActivationCube.class) {
      return new Functions("cube");
    } else if (type == ActivationRationalTanh.class) {
      return new Functions("rational-tanh");
    } else if (type == ActivationRectifiedTanh.class) {
      return new Functions("rectified-tanh");
    } else if (type == ActivationSELU.class) {
      return new Functions("elu", SELU_ALPHA, SELU_SCALE);
    } else if (type == ActivationReLU6.class) {
      return new Functions("clip", 0, 6);
    } else if (type == ActivationHardTanH.class) {
      return new Functions("clip", -1, 1);
    } else if (type == ActivationHardSigmoid.class) {
      return new Functions("bounded-line", 0.2, 0.5, 0, 1);
    }
    return null;
  }

  private static Functions rectifier(ActivationReLU relu) {
    double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
    double threshold = relu.getThreshold() == null ? 0 : relu.getThreshold();
    double high = relu.getMax() == null ? NO_BOUND : relu.getMax();
    return slope == 0 && threshold == 0 && high == NO_BOUND
        ? new Functions("relu")
        : new Functions("sloped", slope, threshold, high);
  }

  /** A function of the engine's element-wise operators, whose arguments are given as text. */
  static Functions ofOperator(String word, double... numbers) {
    return switch (word) {
      case "hard-sigmoid" -> new Functions("bounded-line", numbers[0], numbers[1], 0, 1);
      case "gelu-tanh" -> new Functions("gelu-tanh", 0.044715);
      case "elu" -> new Functions("elu", numbers[0], numbers[1]);
      default -> new Functions(word, numbers);
    };
  }

  /** The numbers as JSON holds them. */
  double[] finite() {
    double[] finite = numbers.clone();
    for (int i = 0; i < finite.length; i++) {
      finite[i] = Math.max(-NO_BOUND, Math.min(NO_BOUND, finite[i]));
    }
    return finite;
  }
}
