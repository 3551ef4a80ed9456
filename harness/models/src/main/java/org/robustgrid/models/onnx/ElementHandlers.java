package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.activations.Activation;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;

/** Functions of each number, and of two numbers at the same place. */
final class ElementHandlers {

  private static final double SELU_ALPHA = 1.67326319217681884765625;
  private static final double SELU_GAMMA = 1.05070102214813232421875;

  private ElementHandlers() {}

  static void register(Map<String, Handler> handlers) {
    activation(handlers, "Relu", Activation.RELU, "clip", 0, Double.POSITIVE_INFINITY);
    activation(handlers, "Tanh", Activation.TANH, "tanh");
    activation(handlers, "Sigmoid", Activation.SIGMOID, "sigmoid");
    activation(handlers, "Softplus", Activation.SOFTPLUS, "softplus");
    handlers.put("Softsign", ElementHandlers::softsign);
    handlers.put("Mish", ElementHandlers::mish);
    handlers.put("Swish", ElementHandlers::swish);
    map(handlers, "Exp", "exponential");
    map(handlers, "Log", "logarithm");
    map(handlers, "Sqrt", "root");
    map(handlers, "Erf", "erf");
    map(handlers, "Abs", "absolute");
    map(handlers, "Neg", "line", -1, 0);
    map(handlers, "Reciprocal", "reciprocal");
    map(handlers, "Sin", "sine");
    map(handlers, "Cos", "cosine");
    map(handlers, "HardSwish", "hard-swish");
    handlers.put("LeakyRelu", (c, n) -> put(c, n, "leaky", n.number("alpha", 0.01f)));
    handlers.put("Elu", (c, n) -> put(c, n, "elu", n.number("alpha", 1), 1));
    handlers.put(
        "Selu",
        (c, n) -> put(c, n, "elu", n.number("alpha", SELU_ALPHA), n.number("gamma", SELU_GAMMA)));
    handlers.put("Celu", (c, n) -> put(c, n, "celu", n.number("alpha", 1)));
    handlers.put(
        "HardSigmoid",
        (c, n) -> put(c, n, "hard-sigmoid", n.number("alpha", 0.2f), n.number("beta", 0.5f)));
    handlers.put("ThresholdedRelu", (c, n) -> put(c, n, "threshold", n.number("alpha", 1)));
    handlers.put(
        "Gelu",
        (c, n) -> put(c, n, n.text("approximate", "none").equals("tanh") ? "gelu-tanh" : "gelu"));
    handlers.put("Clip", ElementHandlers::clip);
    handlers.put("PRelu", ElementHandlers::slopes);
    handlers.put("Add", (c, n) -> c.put(n, add(c, n)));
    handlers.put("Sub", (c, n) -> c.put(n, binary(c, n, "subtract")));
    handlers.put("Mul", (c, n) -> c.put(n, binary(c, n, "multiply")));
    handlers.put("Div", (c, n) -> c.put(n, binary(c, n, "divide")));
    handlers.put("Pow", (c, n) -> c.put(n, binary(c, n, "power")));
    handlers.put("Max", (c, n) -> c.put(n, fold(c, n, "maximum")));
    handlers.put("Min", (c, n) -> c.put(n, fold(c, n, "minimum")));
    handlers.put("Sum", (c, n) -> c.put(n, fold(c, n, "add")));
    handlers.put(
        "Mean", (c, n) -> c.put(n, map(c, fold(c, n, "add"), "line", 1.0 / n.inputs().size(), 0)));
  }

  private static void map(
      Map<String, Handler> handlers, String operator, String word, double... parameters) {
    handlers.put(operator, (c, n) -> put(c, n, word, parameters));
  }

  private static void activation(
      Map<String, Handler> handlers,
      String operator,
      Activation function,
      String word,
      double... parameters) {
    handlers.put(
        operator,
        (c, n) -> {
          if (c.input(n, 0) instanceof SampleValue value) {
            c.put(n, c.sketch().activation(value, function.getActivationFunction()));
          } else {
            put(c, n, word, parameters);
          }
        });
  }

  private static void put(OnnxImport context, OnnxNode node, String word, double... parameters) {
    Operand x = context.input(node, 0);
    if (x instanceof HostTensor tensor && (tensor.anyPerSample() || !tensor.isFloating())) {
      context.put(node, HostArithmetic.map(node, tensor, word, parameters));
    } else {
      context.put(node, map(context, x, word, parameters));
    }
  }

  static Operand map(OnnxImport context, Operand x, String word, double... parameters) {
    List<String> arguments = new ArrayList<>(List.of(word));
    Arrays.stream(parameters).mapToObj(Double::toString).forEach(arguments::add);
    return context.sketch().operator("map", arguments, x.dims(), x);
  }

  private static void softsign(OnnxImport context, OnnxNode node) {
    SampleValue x = context.sample(context.input(node, 0));
    context.put(node, context.sketch().activation(x, Activation.SOFTSIGN.getActivationFunction()));
  }

  private static void mish(OnnxImport context, OnnxNode node) {
    SampleValue x = context.sample(context.input(node, 0));
    context.put(node, context.sketch().activation(x, Activation.MISH.getActivationFunction()));
  }

  /** x σ(αx) = (αx) σ(αx)/α. */
  private static void swish(OnnxImport context, OnnxNode node) {
    double alpha = node.number("alpha", 1);
    Operand x = context.input(node, 0);
    if (alpha == 0) {
      context.put(node, map(context, x, "line", 0.5, 0));
      return;
    }
    SampleValue scaled = context.sample(alpha == 1 ? x : map(context, x, "line", alpha, 0));
    Operand gated = context.sketch().activation(scaled, Activation.SWISH.getActivationFunction());
    context.put(node, alpha == 1 ? gated : map(context, gated, "line", 1 / alpha, 0));
  }

  private static void clip(OnnxImport context, OnnxNode node) {
    double low = bound(context, node, "min", 1, Double.NEGATIVE_INFINITY);
    double high = bound(context, node, "max", 2, Double.POSITIVE_INFINITY);
    if (low == 0
        && high == Double.POSITIVE_INFINITY
        && context.input(node, 0) instanceof SampleValue value) {
      context.put(
          node, context.sketch().activation(value, Activation.RELU.getActivationFunction()));
    } else if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
      context.put(node, context.input(node, 0));
    } else {
      put(context, node, "clip", low, high);
    }
  }

  private static double bound(
      OnnxImport context, OnnxNode node, String name, int index, double otherwise) {
    if (node.has(name)) {
      return node.number(name, otherwise);
    }
    return node.hasInput(index) ? context.known(node, index, "bounds").get(0) : otherwise;
  }

  /** max(x, 0) + a min(x, 0) (He et al. 2015). */
  private static void slopes(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    Operand above = map(context, x, "clip", 0, Double.POSITIVE_INFINITY);
    Operand below = map(context, x, "clip", Double.NEGATIVE_INFINITY, 0);
    Operand sloped = binary(context, node, "multiply", below, context.input(node, 1));
    context.put(node, binary(context, node, "add", above, sloped));
  }

  private static Operand fold(OnnxImport context, OnnxNode node, String operator) {
    Operand result = context.input(node, 0);
    for (int i = 1; i < node.inputs().size(); i++) {
      result = binary(context, node, operator, result, context.input(node, i));
    }
    return result;
  }

  private static Operand binary(OnnxImport context, OnnxNode node, String operator) {
    return binary(context, node, operator, context.input(node, 0), context.input(node, 1));
  }

  /** A dense layer's bias is written as an addition of its own. */
  private static Operand add(OnnxImport context, OnnxNode node) {
    for (int side = 0; side < 2; side++) {
      if (context.input(node, side) instanceof SampleValue value
          && context.input(node, 1 - side) instanceof HostTensor bias
          && bias.origin() != null
          && context.readOnce(node, side)
          && value.rank() >= bias.rank()
          && bias.rank() > 0
          && bias.shape()[bias.rank() - 1] == bias.size()
          && !value.dims().isBatch(value.rank() - 1)
          && context.sketch().addBias(value, bias)) {
        return value;
      }
    }
    return binary(context, node, "add");
  }

  static Operand binary(OnnxImport context, OnnxNode node, String operator, Operand a, Operand b) {
    if (a instanceof HostTensor x && b instanceof HostTensor y) {
      boolean integers = !x.isFloating() || !y.isFloating();
      if (integers || x.anyPerSample() || y.anyPerSample()) {
        return HostArithmetic.binary(node, operator, x, y);
      }
    }
    if (b instanceof HostTensor y
        && y.isScalarConstant()
        && a.rank() >= y.rank()
        && a instanceof SampleValue) {
      return withNumber(context, operator, a, y.get(0));
    }
    if (a instanceof HostTensor x
        && x.isScalarConstant()
        && b.rank() >= x.rank()
        && b instanceof SampleValue
        && !operator.equals("power")) {
      return numberWith(context, operator, x.get(0), b);
    }
    if (operator.equals("add")
        && a instanceof SampleValue x
        && b instanceof SampleValue y
        && a.dims().equals(b.dims())) {
      return context.sketch().sum(x, y);
    }
    Broadcast broadcast = Broadcast.of(node, a.dims(), b.dims());
    return context
        .sketch()
        .operator(
            operator,
            List.of(),
            broadcast.dims(),
            broadcast.aligned(context, a),
            broadcast.aligned(context, b));
  }

  private static Operand withNumber(OnnxImport context, String operator, Operand a, double number) {
    return switch (operator) {
      case "add" -> map(context, a, "line", 1, number);
      case "subtract" -> map(context, a, "line", 1, -number);
      case "multiply" -> map(context, a, "line", number, 0);
      case "divide" -> map(context, a, "line", 1 / number, 0);
      case "maximum" -> map(context, a, "clip", number, Double.POSITIVE_INFINITY);
      case "minimum" -> map(context, a, "clip", Double.NEGATIVE_INFINITY, number);
      default -> number == 0.5 ? map(context, a, "root") : map(context, a, "power", number);
    };
  }

  private static Operand numberWith(OnnxImport context, String operator, double number, Operand b) {
    return switch (operator) {
      case "subtract" -> map(context, b, "line", -1, number);
      case "divide" -> {
        Operand inverse = map(context, b, "reciprocal");
        yield number == 1 ? inverse : map(context, inverse, "line", number, 0);
      }
      default -> withNumber(context, operator, b, number);
    };
  }
}
