package org.robustgrid.models.onnx.export;

import static org.robustgrid.models.onnx.export.OnnxBuilder.real;
import static org.robustgrid.models.onnx.export.OnnxBuilder.text;
import static org.robustgrid.models.onnx.export.OnnxBuilder.whole;
import static org.robustgrid.models.onnx.export.OnnxBuilder.wholes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.TensorProto;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.StraightThrough;

/** Writes one of the engine's operators; axes of one sample stand behind the batch's. */
final class OperatorExport {

  private static final Map<String, String> PAIRS =
      Map.of(
          "add", "Add",
          "subtract", "Sub",
          "multiply", "Mul",
          "divide", "Div",
          "power", "Pow",
          "maximum", "Max",
          "minimum", "Min",
          "product", "MatMul");

  private static final Map<String, String> FUNCTIONS = new TreeMap<>();

  static {
    FUNCTIONS.put("absolute", "Abs");
    FUNCTIONS.put("exponential", "Exp");
    FUNCTIONS.put("logarithm", "Log");
    FUNCTIONS.put("root", "Sqrt");
    FUNCTIONS.put("reciprocal", "Reciprocal");
    FUNCTIONS.put("sine", "Sin");
    FUNCTIONS.put("cosine", "Cos");
    FUNCTIONS.put("erf", "Erf");
    FUNCTIONS.put("round", "Round");
    FUNCTIONS.put("floor", "Floor");
    FUNCTIONS.put("ceiling", "Ceil");
    FUNCTIONS.put("sign", "Sign");
    FUNCTIONS.put("hard-swish", "HardSwish");
    FUNCTIONS.put("softplus", "Softplus");
    FUNCTIONS.put("tanh", "Tanh");
    FUNCTIONS.put("sigmoid", "Sigmoid");
  }

  private final OnnxBuilder onnx;
  private final String name;
  private final OperatorVertex vertex;
  private int parts;

  OperatorExport(OnnxBuilder onnx, String name, OperatorVertex vertex) {
    this.onnx = onnx;
    this.name = name;
    this.vertex = vertex;
  }

  /** Adds the operator's nodes; returns the name of what it computes. */
  String add(List<String> inputs) {
    String operator = vertex.operatorName();
    String x = inputs.get(0);
    List<String> arguments = vertex.arguments();
    if (PAIRS.containsKey(operator)) {
      return node(PAIRS.get(operator), inputs);
    }
    return switch (operator) {
      case "view" -> view(x);
      case "join" -> node("Concat", inputs, whole("axis", axis(arguments.get(0))));
      case "softmax" -> node("Softmax", inputs, whole("axis", axis(arguments.get(0))));
      case "log-softmax" -> node("LogSoftmax", inputs, whole("axis", axis(arguments.get(0))));
      case "standardize" -> standardize(x);
      case "sum" -> reshaped(node("ReduceSum", List.of(x, onnx.integers(axes()))));
      case "mean" -> reshaped(node("ReduceMean", List.of(x), wholes("axes", axes())));
      case "largest" -> reshaped(node("ReduceMax", List.of(x), wholes("axes", axes())));
      case "average-pool", "max-pool" -> pooling(x);
      case "weigh" -> weigh(x);
      case "map" -> function(x);
      default -> throw OnnxExport.refused(name, "operator " + operator);
    };
  }

  private String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return onnx.node(name + ".part" + parts++, operator, inputs, attributes);
  }

  private static long axis(String text) {
    return Long.parseLong(text) + 1;
  }

  private long[] axes() {
    return vertex.arguments().stream().mapToLong(OperatorExport::axis).toArray();
  }

  private String reshape(String x, long... shape) {
    long[] batched = new long[shape.length + 1];
    batched[0] = -1;
    System.arraycopy(shape, 0, batched, 1, shape.length);
    return node("Reshape", List.of(x, onnx.integers(batched)));
  }

  private String reshaped(String x) {
    return reshape(x, vertex.outputShape());
  }

  private String view(String input) {
    String x = input;
    for (String step : vertex.arguments()) {
      String[] words = step.trim().split(" +");
      x = step(x, words[0], words, step);
    }
    return x;
  }

  private String step(String x, String word, String[] words, String step) {
    if (word.equals("pad")) {
      return pad(x, words);
    }
    long[] numbers = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
    return switch (word) {
      case "reshape" -> reshape(x, numbers);
      case "permute" -> {
        long[] order = new long[numbers.length + 1];
        Arrays.setAll(order, i -> i == 0 ? 0 : numbers[i - 1] + 1);
        yield node("Transpose", List.of(x), wholes("perm", order));
      }
      case "slice" -> {
        long[] places = new long[Math.toIntExact(numbers[3])];
        Arrays.setAll(places, i -> numbers[1] + i * numbers[2]);
        yield gather(x, numbers[0], places);
      }
      case "gather" -> gather(x, numbers[0], Arrays.copyOfRange(numbers, 1, numbers.length));
      case "expand" -> {
        long[] shape = new long[numbers.length + 1];
        Arrays.setAll(shape, i -> i == 0 ? 1 : numbers[i - 1]);
        yield node("Expand", List.of(x, onnx.integers(shape)));
      }
      default -> throw OnnxExport.refused(name, "view step " + step);
    };
  }

  private String gather(String x, long axis, long[] places) {
    return node("Gather", List.of(x, onnx.integers(places)), whole("axis", axis + 1));
  }

  private String pad(String x, String[] words) {
    long[] shape = vertex.outputShape();
    int rank = rankAt(words) + 1;
    long[] pads = new long[2 * rank];
    int axis = Integer.parseInt(words[1]) + 1;
    pads[axis] = Long.parseLong(words[2]);
    pads[axis + rank] = Long.parseLong(words[3]);
    if (words[4].equals("wrap") || shape.length == 0) {
      throw OnnxExport.refused(name, "padding of mode " + words[4]);
    }
    List<String> inputs = new ArrayList<>(List.of(x, onnx.integers(pads)));
    if (words.length > 5) {
      inputs.add(onnx.number(Double.parseDouble(words[5])));
    }
    return node("Pad", inputs, text("mode", words[4]));
  }

  /** The rank of what a step of the view reads: reshapes before it decide. */
  private int rankAt(String[] words) {
    int rank = vertex.inputShapes().get(0).length;
    for (String step : vertex.arguments()) {
      String[] each = step.trim().split(" +");
      if (Arrays.equals(each, words)) {
        return rank;
      }
      if (each[0].equals("reshape")) {
        rank = each.length - 1;
      }
    }
    return rank;
  }

  private String standardize(String x) {
    long length = Long.parseLong(vertex.arguments().get(0));
    double epsilon = Double.parseDouble(vertex.arguments().get(1));
    long size = Arrays.stream(vertex.outputShape()).reduce(1, (a, b) -> a * b);
    double[] ones = new double[Math.toIntExact(length)];
    Arrays.fill(ones, 1);
    String runs = reshape(x, size / length, length);
    String scale = onnx.weights(name + ".ones", ones, length);
    return reshaped(
        node(
            "LayerNormalization",
            List.of(runs, scale),
            whole("axis", -1),
            real("epsilon", epsilon)));
  }

  private String pooling(String x) {
    boolean maximum = vertex.operatorName().equals("max-pool");
    Map<String, long[]> settings = new TreeMap<>();
    for (String argument : vertex.arguments()) {
      String[] words = argument.split(" ");
      if (words.length == 3) {
        settings.put(words[0], new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
      }
    }
    long[] in = vertex.inputShapes().get(0);
    if (in.length != 3 || !maximum && !Arrays.equals(settings.get("dilation"), new long[] {1, 1})) {
      throw OnnxExport.refused(name, "pooling of " + Arrays.toString(in) + " with dilation");
    }
    long[] before = settings.get("before");
    long[] after = settings.getOrDefault("after", before);
    long ceil = 0;
    for (int side = 0; side < 2; side++) {
      long extent = (settings.get("kernel")[side] - 1) * settings.get("dilation")[side] + 1;
      long room = in[side + 1] + before[side] + after[side] - extent;
      ceil |= settings.get("size")[side] > room / settings.get("stride")[side] + 1 ? 1 : 0;
    }
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                wholes("kernel_shape", settings.get("kernel")),
                wholes("strides", settings.get("stride")),
                wholes("pads", before[0], before[1], after[0], after[1]),
                whole("ceil_mode", ceil)));
    if (maximum) {
      attributes.add(wholes("dilations", settings.get("dilation")));
    } else {
      attributes.add(
          whole("count_include_pad", vertex.arguments().contains("divisor whole") ? 1 : 0));
    }
    return node(
        maximum ? "MaxPool" : "AveragePool", List.of(x), attributes.toArray(AttributeProto[]::new));
  }

  /** Weighted sums along an axis are a product with a matrix. */
  private String weigh(String x) {
    List<String> arguments = vertex.arguments();
    long[] in = vertex.inputShapes().get(0);
    int axis = Integer.parseInt(arguments.get(0));
    int inputs = Math.toIntExact(in[axis]);
    int outputs = arguments.size() - 1;
    double[] matrix = new double[inputs * outputs];
    for (int o = 0; o < outputs; o++) {
      String[] words = arguments.get(o + 1).split(" ");
      for (int i = 0; i + 1 < words.length; i += 2) {
        int place = (int) Double.parseDouble(words[i]);
        matrix[place * outputs + o] += Double.parseDouble(words[i + 1]);
      }
    }
    long[] swap = new long[in.length + 1];
    Arrays.setAll(swap, i -> i);
    swap[axis + 1] = in.length;
    swap[in.length] = axis + 1;
    String weights = onnx.weights(name + ".matrix", matrix, inputs, outputs);
    String last = node("Transpose", List.of(x), wholes("perm", swap));
    String product = node("MatMul", List.of(last, weights));
    return node("Transpose", List.of(product), wholes("perm", swap));
  }

  private String function(String x) {
    // ONNX files do not describe gradients
    String word = StraightThrough.forward(vertex.arguments().get(0));
    double[] p = vertex.arguments().stream().skip(1).mapToDouble(Double::parseDouble).toArray();
    if (FUNCTIONS.containsKey(word)) {
      return node(FUNCTIONS.get(word), List.of(x));
    }
    return switch (word) {
      case "line" -> scaled(scaled(x, "Mul", p[0]), "Add", p[1]);
      case "power" -> scaled(x, "Pow", p[0]);
      case "gelu" -> {
        String erf = node("Erf", List.of(scaled(x, "Mul", Math.sqrt(0.5))));
        yield scaled(node("Mul", List.of(x, scaled(erf, "Add", 1))), "Mul", 0.5);
      }
      case "gelu-tanh" -> {
        String cube = node("Mul", List.of(x, node("Mul", List.of(x, x))));
        String inner = node("Add", List.of(x, scaled(cube, "Mul", 0.044715)));
        String tanh = node("Tanh", List.of(scaled(inner, "Mul", Math.sqrt(2 / Math.PI))));
        yield scaled(node("Mul", List.of(x, scaled(tanh, "Add", 1))), "Mul", 0.5);
      }
      case "clip" -> clip(x, p[0], p[1]);
      case "truncate" ->
          node(
              "Cast",
              List.of(node("Cast", List.of(x), whole("to", TensorProto.DataType.INT64_VALUE))),
              whole("to", TensorProto.DataType.FLOAT_VALUE));
      case "hard-sigmoid" -> clip(scaled(scaled(x, "Mul", p[0]), "Add", p[1]), 0, 1);
      case "elu" -> scaled(node("Elu", List.of(x), real("alpha", p[0])), "Mul", p[1]);
      case "celu" -> node("Celu", List.of(x), real("alpha", p[0]));
      case "leaky" -> node("LeakyRelu", List.of(x), real("alpha", p[0]));
      case "threshold" -> node("ThresholdedRelu", List.of(x), real("alpha", p[0]));
      default -> throw OnnxExport.refused(name, "function " + word);
    };
  }

  private String scaled(String x, String operator, double by) {
    boolean nothing = by == (operator.equals("Add") ? 0 : 1);
    return nothing ? x : node(operator, List.of(x, onnx.number(by)));
  }

  private String clip(String x, double low, double high) {
    String lower = Double.isInfinite(low) ? "" : onnx.number(low);
    return Double.isInfinite(high)
        ? node("Clip", lower.isEmpty() ? List.of(x) : List.of(x, lower))
        : node("Clip", List.of(x, lower, onnx.number(high)));
  }
}
