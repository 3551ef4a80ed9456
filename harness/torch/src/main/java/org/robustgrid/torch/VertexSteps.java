package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.robustgrid.engine.operator.ConvolutionVertex;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.ParameterVertex;
import org.robustgrid.engine.operator.TokenDenseVertex;

/** Turns one Deeplearning4j vertex that is no layer into a step. */
final class VertexSteps {

  private static final List<String> PAIR =
      List.of("kernel", "stride", "dilation", "before", "size");

  private final Sketch sketch;
  private final String name;
  private final GraphVertex vertex;

  VertexSteps(Sketch sketch, String name, GraphVertex vertex) {
    this.sketch = sketch;
    this.name = name;
    this.vertex = vertex;
  }

  /**
   * Adds the vertex's step.
   *
   * @throws IllegalArgumentException naming a vertex that is not computed here
   */
  Sketch.Value add(List<Sketch.Value> inputs) {
    Sketch.Value first = inputs.get(0);
    if (vertex instanceof ElementWiseVertex wise) {
      String kind = wise.getOp().name().toLowerCase(Locale.ROOT);
      return sketch.add(name, "element-wise", inputs, first.shape(), "kind", kind);
    } else if (vertex instanceof ScaleVertex scale) {
      return function(first, new Functions("line", scale.getScaleFactor(), 0));
    } else if (vertex instanceof ShiftVertex shift) {
      return function(first, new Functions("line", 1, shift.getShiftFactor()));
    } else if (vertex instanceof ReshapeVertex reshape) {
      long[] shape = Arrays.stream(reshape.getNewShape()).skip(1).asLongStream().toArray();
      return sketch.add(name, "reshape", first, shape, "shape", shape);
    } else if (vertex instanceof MergeVertex) {
      return sketch.add(name, "join", inputs, shape(inputs), "axis", 0);
    } else if (vertex instanceof SubsetVertex subset) {
      long[] shape = {subset.getTo() - subset.getFrom() + 1};
      return sketch.add(
          name, "subset", first, shape, "start", subset.getFrom(), "end", subset.getTo() + 1);
    } else if (vertex instanceof L2NormalizeVertex norm) {
      return sketch.add(name, "normalize", first, first.shape(), "epsilon", norm.getEps());
    } else if (vertex instanceof OperatorVertex operator) {
      return operator(operator, inputs);
    } else if (vertex instanceof ParameterVertex array) {
      long[] shape = array.outputShape();
      return sketch.add(
          name, "array", first, shape, "weight", parameter(ParameterVertex.VALUES), "shape", shape);
    } else if (vertex instanceof TokenDenseVertex dense) {
      return sketch.add(
          name,
          "linear",
          first,
          dense.outputShape(),
          "weight",
          parameter("W"),
          "bias",
          parameter("b"),
          "tokens",
          true,
          "transposed",
          true);
    } else if (vertex instanceof ConvolutionVertex convolution) {
      return convolution(first, convolution);
    }
    throw new IllegalArgumentException(
        "vertex '"
            + name
            + "' ("
            + vertex.getClass().getSimpleName()
            + ") is not computed in PyTorch; compute it by '--executor engine'");
  }

  private Integer parameter(String key) {
    return sketch.parameter(name, key);
  }

  private long[] shape(List<Sketch.Value> inputs) {
    InputType[] types = inputs.stream().map(Sketch.Value::type).toArray(InputType[]::new);
    return vertex.getOutputType(0, types).getShape(false);
  }

  private Sketch.Value function(Sketch.Value input, Functions function) {
    return sketch.add(
        name,
        "function",
        input,
        input.shape(),
        "function",
        function.name(),
        "numbers",
        function.finite());
  }

  private Sketch.Value convolution(Sketch.Value input, ConvolutionVertex convolution) {
    long[] shape = convolution.outputShape();
    return sketch.add(
        name,
        convolution.transposed() ? "transposed-convolution" : "convolution",
        input,
        shape,
        "weight",
        parameter("W"),
        "bias",
        parameter("b"),
        "groups",
        convolution.groups(),
        "kernel",
        convolution.kernel(),
        "stride",
        convolution.stride(),
        "dilation",
        convolution.dilation(),
        "before",
        convolution.before(),
        "size",
        new long[] {shape[1], shape[2]});
  }

  private Sketch.Value operator(OperatorVertex operator, List<Sketch.Value> inputs) {
    String word = operator.operatorName();
    List<String> arguments = operator.arguments();
    long[] shape = operator.outputShape();
    return switch (word) {
      case "view" -> sketch.add(name, "view", inputs, shape, "arguments", arguments);
      case "add", "subtract", "multiply", "divide", "power", "maximum", "minimum" ->
          sketch.add(name, "pair", inputs, shape, "kind", word);
      case "join", "softmax", "log-softmax" ->
          sketch.add(name, word, inputs, shape, "axis", Integer.parseInt(arguments.get(0)));
      case "standardize" ->
          sketch.add(
              name,
              word,
              inputs,
              shape,
              "length",
              Integer.parseInt(arguments.get(0)),
              "epsilon",
              Double.parseDouble(arguments.get(1)));
      case "product" -> sketch.add(name, word, inputs, shape);
      case "sum", "mean", "largest" ->
          sketch.add(
              name,
              word,
              inputs,
              shape,
              "axes",
              arguments.stream().map(Integer::parseInt).distinct().sorted().toList());
      case "average-pool", "max-pool" ->
          sketch.add(name, word, inputs, shape, windows(arguments).toArray());
      case "weigh" ->
          sketch.add(
              name,
              word,
              inputs,
              shape,
              "axis",
              Integer.parseInt(arguments.get(0)),
              "rows",
              arguments.stream().skip(1).map(VertexSteps::numbers).toList());
      case "map" ->
          function(
              inputs.get(0),
              Functions.ofOperator(
                  arguments.get(0),
                  arguments.stream().skip(1).mapToDouble(Double::parseDouble).toArray()));
      default ->
          throw new IllegalArgumentException(
              "the operator '"
                  + word
                  + "' of vertex '"
                  + name
                  + "' is not computed in PyTorch; compute it by '--executor engine'");
    };
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static List<Object> windows(List<String> arguments) {
    Map<String, long[]> settings = new HashMap<>();
    for (String argument : arguments) {
      String[] words = argument.split(" ");
      if (words.length == 3) {
        settings.put(words[0], new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
      }
    }
    List<Object> fields = new ArrayList<>();
    for (String word : PAIR) {
      fields.addAll(List.of(word, settings.get(word)));
    }
    fields.addAll(List.of("after", settings.getOrDefault("after", settings.get("before"))));
    fields.addAll(List.of("divisor", arguments.contains("divisor whole") ? "whole" : "inside"));
    return fields;
  }
}
