package org.robustgrid.models.onnx.export;

import static org.robustgrid.models.onnx.export.OnnxBuilder.real;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Writes the function that a layer of Deeplearning4j ends in. */
final class ActivationExport {

  /** Deeplearning4j's GELU is x σ(1.702 x) (Hendrycks and Gimpel 2016). */
  private static final double SIGMOID_GELU = 1.702;

  private ActivationExport() {}

  /**
   * Adds the function's nodes.
   *
   * @param source name of what it is applied to
   * @return name of the result
   */
  static String after(OnnxBuilder onnx, String name, Layer layer, String source) {
    IActivation function = null;
    if (layer instanceof ActivationLayer activation) {
      function = activation.getActivationFn();
    } else if (layer instanceof BaseLayer base && !(layer instanceof BatchNormalization)) {
      function = base.getActivationFn();
    }
    return function == null || function instanceof ActivationIdentity
        ? source
        : add(onnx, name + ".activation", name, function, source);
  }

  private static String add(
      OnnxBuilder onnx, String node, String layer, IActivation function, String x) {
    List<String> input = List.of(x);
    if (function instanceof ActivationReLU relu) {
      return rectifier(onnx, node, layer, relu, x);
    } else if (function instanceof ActivationReLU6) {
      return onnx.node(node, "Clip", List.of(x, onnx.number(0), onnx.number(6)));
    } else if (function instanceof ActivationLReLU leaky) {
      return onnx.node(node, "LeakyRelu", input, real("alpha", leaky.getAlpha()));
    } else if (function instanceof ActivationELU elu) {
      return onnx.node(node, "Elu", input, real("alpha", elu.getAlpha()));
    } else if (function instanceof ActivationSELU) {
      return onnx.node(node, "Selu", input);
    } else if (function instanceof ActivationTanH) {
      return onnx.node(node, "Tanh", input);
    } else if (function instanceof ActivationSigmoid) {
      return onnx.node(node, "Sigmoid", input);
    } else if (function instanceof ActivationSoftPlus) {
      return onnx.node(node, "Softplus", input);
    } else if (function instanceof ActivationSwish) {
      return gated(onnx, node, x, x);
    } else if (function instanceof ActivationMish) {
      String softplus = onnx.node(node + ".softplus", "Softplus", input);
      String tanh = onnx.node(node + ".tanh", "Tanh", List.of(softplus));
      return onnx.node(node, "Mul", List.of(x, tanh));
    } else if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
      String scaled = onnx.node(node + ".scaled", "Mul", List.of(x, onnx.number(SIGMOID_GELU)));
      return gated(onnx, node, x, scaled);
    }
    throw OnnxExport.refused(layer, "activation " + function);
  }

  private static String gated(OnnxBuilder onnx, String node, String x, String gate) {
    String sigmoid = onnx.node(node + ".sigmoid", "Sigmoid", List.of(gate));
    return onnx.node(node, "Mul", List.of(x, sigmoid));
  }

  private static String rectifier(
      OnnxBuilder onnx, String node, String layer, ActivationReLU relu, String x) {
    boolean bounded = relu.getMax() != null && relu.getMax() > 0;
    boolean leaky = !zero(relu.getNegativeSlope());
    if (!zero(relu.getThreshold()) || bounded && leaky) {
      throw OnnxExport.refused(layer, "ReLU with a threshold");
    }
    if (bounded) {
      return onnx.node(node, "Clip", List.of(x, onnx.number(0), onnx.number(relu.getMax())));
    }
    return leaky
        ? onnx.node(node, "LeakyRelu", List.of(x), real("alpha", relu.getNegativeSlope()))
        : onnx.node(node, "Relu", List.of(x));
  }

  private static boolean zero(Double value) {
    return value == null || value == 0;
  }
}
