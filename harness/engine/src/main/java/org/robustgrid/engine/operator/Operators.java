package org.robustgrid.engine.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The operators by name, as a graph's configuration writes them.
 *
 * <ul>
 *   <li>{@code view}: arguments are the steps of {@link ViewStep}
 *   <li>{@code add, subtract, multiply, divide, power, maximum, minimum}: two inputs of one rank
 *   <li>{@code join axis}: inputs one behind the other
 *   <li>{@code softmax axis}, {@code log-softmax axis}
 *   <li>{@code standardize length epsilon}
 *   <li>{@code product}: matrices [n, rows, inner] and [n, inner, columns]
 *   <li>{@code sum axes…}, {@code mean axes…}, {@code largest axes…}
 *   <li>{@code average-pool}, {@code max-pool}: {@code kernel h w}, {@code stride h w}, {@code
 *       dilation h w}, {@code before top left}, {@code size h w}, {@code divisor whole|inside}
 *   <li>{@code weigh axis}: one more argument for each place of the result, numbers in pairs of a
 *       place and its weight
 *   <li>{@code map function parameters…}: a function of each number
 * </ul>
 */
public final class Operators {

  private Operators() {}

  /**
   * Makes an operator.
   *
   * @param arguments as described above
   * @param inputs shapes of one sample
   * @throws IllegalArgumentException when the name is not known or arguments and shapes do not fit
   */
  public static Operator of(String name, List<String> arguments, List<long[]> inputs) {
    try {
      return make(name, arguments, inputs);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "operator '"
              + name
              + "' with "
              + arguments
              + " on "
              + inputs.stream().map(Arrays::toString).toList()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Operator make(String name, List<String> arguments, List<long[]> inputs) {
    long[] first = inputs.get(0);
    return switch (name) {
      case "view" -> View.of(first, arguments);
      case "add", "subtract", "multiply", "divide", "power", "maximum", "minimum" ->
          new Pair(
              PairFunction.valueOf(name.toUpperCase(Locale.ROOT)), two(inputs)[0], inputs.get(1));
      case "join" -> new Join(inputs, axis(arguments, first));
      case "softmax", "log-softmax" ->
          new Softmax(first, axis(arguments, first), name.startsWith("log"));
      case "standardize" ->
          new Standardize(
              first, Integer.parseInt(arguments.get(0)), Double.parseDouble(arguments.get(1)));
      case "product" -> new Product(two(inputs)[0], inputs.get(1));
      case "sum" -> new WeightedSum(first, Taps.over(first, axes(arguments, first)));
      case "mean" -> new WeightedSum(first, mean(Taps.over(first, axes(arguments, first))));
      case "largest" -> new Largest(first, Taps.over(first, axes(arguments, first)));
      case "average-pool" -> averagePool(first, arguments);
      case "max-pool" -> new Largest(first, windows(first, arguments));
      case "weigh" -> new WeightedSum(first, weighed(first, arguments));
      case "map" -> mapped(first, arguments);
      default -> throw new IllegalArgumentException("is not known");
    };
  }

  private static long[][] two(List<long[]> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("two inputs are needed");
    }
    return inputs.toArray(long[][]::new);
  }

  private static int axis(List<String> arguments, long[] shape) {
    return java.util.Objects.checkIndex(Integer.parseInt(arguments.get(0)), shape.length);
  }

  private static boolean[] axes(List<String> arguments, long[] shape) {
    boolean[] axes = new boolean[shape.length];
    for (String axis : arguments) {
      axes[java.util.Objects.checkIndex(Integer.parseInt(axis), shape.length)] = true;
    }
    return axes;
  }

  private static Taps mean(Taps taps) {
    double[] weights = new double[taps.index().length];
    for (int i = 1; i < taps.start().length; i++) {
      int from = taps.start()[i - 1];
      Arrays.fill(weights, from, taps.start()[i], 1.0 / (taps.start()[i] - from));
    }
    return taps.weighted(weights);
  }

  private static Map<String, long[]> settings(List<String> arguments) {
    Map<String, long[]> settings = new java.util.HashMap<>();
    for (String argument : arguments) {
      String[] words = argument.split(" ");
      if (words.length == 3) {
        settings.put(words[0], new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
      }
    }
    return settings;
  }

  private static Taps windows(long[] shape, List<String> arguments) {
    Map<String, long[]> settings = settings(arguments);
    List<long[]> values = new ArrayList<>();
    for (String key : List.of("kernel", "stride", "dilation", "before", "size")) {
      if (!settings.containsKey(key)) {
        throw new IllegalArgumentException("'" + key + "' is missing");
      }
      values.add(settings.get(key));
    }
    return Taps.windows(
        shape, values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
  }

  /** Divides by the windows' pixels inside the image, or by those inside the padded image. */
  private static Operator averagePool(long[] shape, List<String> arguments) {
    Taps taps = windows(shape, arguments);
    if (!arguments.contains("divisor whole")) {
      return new WeightedSum(shape, mean(taps));
    }
    Map<String, long[]> settings = settings(arguments);
    long[] after = settings.getOrDefault("after", settings.get("before"));
    long[] kernel = settings.get("kernel");
    int rank = shape.length;
    double[] weights = new double[taps.index().length];
    long[] size = settings.get("size");
    for (int i = 1; i < taps.start().length; i++) {
      int place = (i - 1) % (int) (size[0] * size[1]);
      double count = 1;
      for (int side = 0; side < 2; side++) {
        long at = side == 0 ? place / size[1] : place % size[1];
        long dilation = settings.get("dilation")[side];
        long before = settings.get("before")[side];
        long from = at * settings.get("stride")[side] - before;
        long end = shape[rank - 2 + side] + after[side];
        long inside = 0;
        for (int k = 0; k < kernel[side]; k++) {
          inside += from + k * dilation < end ? 1 : 0;
        }
        count *= inside;
      }
      Arrays.fill(weights, taps.start()[i - 1], taps.start()[i], 1 / count);
    }
    return new WeightedSum(shape, taps.weighted(weights));
  }

  private static Taps weighed(long[] shape, List<String> arguments) {
    double[][] rows =
        arguments.stream()
            .skip(1)
            .map(text -> Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    return Taps.along(shape, axis(arguments, shape), rows);
  }

  private static Operator mapped(long[] shape, List<String> arguments) {
    double[] parameters = arguments.stream().skip(1).mapToDouble(Double::parseDouble).toArray();
    return new Elementwise(shape, ElementFunction.of(arguments.get(0), parameters));
  }
}
