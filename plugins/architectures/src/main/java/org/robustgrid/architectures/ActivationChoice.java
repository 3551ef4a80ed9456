package org.robustgrid.architectures;

import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.robustgrid.spi.Parameter;

/** The element-wise non-linearities an architecture can be built with. */
enum ActivationChoice {
  RELU,
  TANH,
  SILU,
  /**
   * GELU in the form x·σ(1.702 x) (Hendrycks and Gimpel 2016). Deeplearning4j has no exact form,
   * and its tanh form is wrong in 1.0.0-M2.1 (it also cubes the constant).
   */
  GELU;

  static final Parameter<ActivationChoice> PARAMETER =
      Parameter.choice(
          "activation",
          ActivationChoice.class,
          "non-linearity after each hidden layer (gelu: x sigmoid(1.702 x))");

  /** The choice of networks that are published with ReLU or SiLU only. */
  static final Parameter<ActivationChoice> RELU_OR_SILU =
      Parameter.choice(
          "activation", List.of(RELU, SILU), ActivationChoice::layerName, "non-linearity");

  /** The prefix of its layers' names. */
  String layerName() {
    return name().toLowerCase(Locale.ROOT);
  }

  IActivation function() {
    return switch (this) {
      case RELU -> new ActivationReLU();
      case TANH -> new ActivationTanH();
      case SILU -> new ActivationSwish();
      case GELU -> new ActivationGELU(false);
    };
  }
}
