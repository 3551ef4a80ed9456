package org.robustgrid.models.keras;

import static org.robustgrid.models.onnx.export.OnnxBuilder.real;
import static org.robustgrid.models.onnx.export.OnnxBuilder.text;
import static org.robustgrid.models.onnx.export.OnnxBuilder.whole;

import java.util.List;
import java.util.Map;

/** Activations, as layers of their own and as an argument of others. */
final class Activations {

  private static final double LEAKY_SLOPE_KERAS_3 = 0.2;
  private static final double LEAKY_SLOPE_LAYER = 0.3;

  private Activations() {}

  static void register(Map<String, Translation> translations) {
    translations.put("Activation", (g, l, x) -> argument(g, l, x.get(0)));
    translations.put("ReLU", (g, l, x) -> rectified(g, l, x.get(0)));
    translations.put(
        "LeakyReLU",
        (g, l, x) ->
            leaky(
                g, l, x.get(0), l.number("negative_slope", l.number("alpha", LEAKY_SLOPE_LAYER))));
    translations.put(
        "ELU", (g, l, x) -> g.map(l, "Elu", x.get(0), real("alpha", l.number("alpha", 1))));
    translations.put(
        "ThresholdedReLU",
        (g, l, x) -> g.map(l, "ThresholdedRelu", x.get(0), real("alpha", l.number("theta", 1))));
    translations.put("PReLU", (g, l, x) -> slopes(g, l, x.get(0)));
    translations.put("Softmax", (g, l, x) -> softmax(g, l, x.get(0), "Softmax"));
  }

  /** Applies what a layer names as its activation. */
  static KerasValue argument(KerasGraph graph, KerasLayer layer, KerasValue x) {
    String name = layer.text("activation", "linear");
    return switch (name) {
      case "linear" -> x;
      case "relu" -> graph.map(layer, "Relu", x);
      case "relu6" -> clipped(graph, layer, x, 0, 6);
      case "elu" -> graph.map(layer, "Elu", x);
      case "selu" -> graph.map(layer, "Selu", x);
      case "softplus" -> graph.map(layer, "Softplus", x);
      case "softsign" -> graph.map(layer, "Softsign", x);
      case "tanh" -> graph.map(layer, "Tanh", x);
      case "sigmoid" -> graph.map(layer, "Sigmoid", x);
      case "hard_sigmoid" -> hardSigmoid(graph, layer, x);
      case "hard_silu", "hard_swish" -> graph.map(layer, "HardSwish", x);
      case "swish", "silu" -> graph.map(layer, "Swish", x);
      case "gelu" -> graph.map(layer, "Gelu", x, text("approximate", "none"));
      case "exponential" -> graph.map(layer, "Exp", x);
      case "mish" -> graph.map(layer, "Mish", x);
      case "leaky_relu" -> leaky(graph, layer, x, LEAKY_SLOPE_KERAS_3);
      case "softmax" -> softmax(graph, layer, x, "Softmax");
      case "log_softmax" -> softmax(graph, layer, x, "LogSoftmax");
      default ->
          throw layer.refused(
              "has the activation '"
                  + name
                  + "', which is not read; run the model as a Python"
                  + " process instead");
    };
  }

  /** Keras 3 says how it registers its layers, and changed this function's slope. */
  private static KerasValue hardSigmoid(KerasGraph graph, KerasLayer layer, KerasValue x) {
    double slope = layer.recent() ? 1.0 / 6 : 0.2;
    return graph.map(layer, "HardSigmoid", x, real("alpha", slope), real("beta", 0.5));
  }

  private static KerasValue clipped(
      KerasGraph graph, KerasLayer layer, KerasValue x, double low, double high) {
    String from = graph.onnx().number(low);
    String to = graph.onnx().number(high);
    return x.named(graph.node(layer, "Clip", List.of(x.name(), from, to)));
  }

  private static KerasValue leaky(KerasGraph graph, KerasLayer layer, KerasValue x, double slope) {
    return graph.map(layer, "LeakyRelu", x, real("alpha", slope));
  }

  private static KerasValue rectified(KerasGraph graph, KerasLayer layer, KerasValue x) {
    double slope = layer.number("negative_slope", 0);
    if (layer.number("threshold", 0) != 0) {
      throw layer.refused("has a threshold other than 0, which is not supported");
    }
    if (layer.has("max_value")) {
      if (slope != 0) {
        throw layer.refused("has both max_value and negative_slope, which are not read together");
      }
      return clipped(graph, layer, x, 0, layer.number("max_value", 0));
    }
    return slope == 0 ? graph.map(layer, "Relu", x) : leaky(graph, layer, x, slope);
  }

  private static KerasValue slopes(KerasGraph graph, KerasLayer layer, KerasValue x) {
    KerasTensor slope = graph.weights(layer, "alpha", 0);
    if (slope.shape().length != x.rank()) {
      throw layer.refused("has slopes that do not fit its input");
    }
    KerasTensor turned = x.channelsFirst() ? slope.permuted(2, 0, 1) : slope;
    return graph.map(layer, "PRelu", x, graph.constant(layer, "alpha", turned));
  }

  private static KerasValue softmax(
      KerasGraph graph, KerasLayer layer, KerasValue x, String operator) {
    if (layer.number("axis", -1) != -1 && layer.number("axis", -1) != x.rank()) {
      throw layer.refused("has an axis other than the last, which is not supported");
    }
    long axis = x.channelsFirst() ? 1 : x.rank();
    return graph.map(layer, operator, x, whole("axis", axis));
  }
}
