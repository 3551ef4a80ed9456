package org.robustgrid.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator's derivatives against central differences, and against one another. */
class OperatorDerivativesTest {

  private static final double STEP = 1e-5;

  private static Arguments of(String name, List<String> arguments, long[]... shapes) {
    return Arguments.of(name, arguments, List.of(shapes));
  }

  private static Arguments map(String function, Object... parameters) {
    List<String> arguments =
        Stream.concat(Stream.of(function), Stream.of(parameters).map(Object::toString)).toList();
    return of("map", arguments, new long[] {7});
  }

  static Stream<Arguments> operators() {
    long[] image = {2, 5, 4};
    List<String> windows =
        List.of("kernel 3 2", "stride 2 1", "dilation 1 2", "before 1 0", "after 1 1", "size 3 3");
    return Stream.of(
        of(
            "view",
            List.of("permute 1 0", "slice 0 3 -2 2", "pad 1 1 2 reflect"),
            new long[] {3, 4}),
        of("view", List.of("gather 1 0 0 2", "pad 0 1 -1 constant 7"), new long[] {3, 4}),
        of("view", List.of("reshape 3 1 4", "expand 3 2 4", "pad 2 1 1 edge"), new long[] {12}),
        of("add", List.of(), new long[] {3, 1}, new long[] {1, 4}),
        of("subtract", List.of(), new long[] {3, 4}, new long[] {1, 4}),
        of("multiply", List.of(), new long[] {3, 4}, new long[] {3, 1}),
        of("divide", List.of(), new long[] {2, 4}, new long[] {2, 4}),
        of("power", List.of(), new long[] {2, 4}, new long[] {1, 4}),
        of("maximum", List.of(), new long[] {2, 4}, new long[] {2, 4}),
        of("minimum", List.of(), new long[] {2, 4}, new long[] {2, 1}),
        of("join", List.of("1"), new long[] {2, 3, 2}, new long[] {2, 1, 2}, new long[] {2, 2, 2}),
        of("softmax", List.of("1"), new long[] {2, 3, 2}),
        of("log-softmax", List.of("0"), new long[] {4, 2}),
        of("standardize", List.of("6", "1e-3"), new long[] {2, 2, 3}),
        of("product", List.of(), new long[] {2, 3, 4}, new long[] {2, 4, 2}),
        of("sum", List.of("0", "2"), image),
        of("mean", List.of("1"), image),
        of("largest", List.of("1", "2"), image),
        of("average-pool", with(windows, "divisor inside"), image),
        of("average-pool", with(windows, "divisor whole"), image),
        of("max-pool", windows, image),
        of("weigh", List.of("1", "0 1", "0 0.25 1 0.75", "4 0.5 3 -0.5"), image),
        map("line", -2, 3),
        map("absolute"),
        map("exponential"),
        map("logarithm"),
        map("root"),
        map("reciprocal"),
        map("power", 3),
        map("power", 0.5),
        map("power", 2),
        map("sine"),
        map("cosine"),
        map("erf"),
        map("gelu"),
        map("gelu-tanh"),
        map("clip", 0.4, 0.9),
        map("round"),
        map("floor"),
        map("ceiling"),
        map("truncate"),
        map("sign"),
        map("hard-sigmoid", 0.2, 0.5),
        map("hard-swish"),
        map("elu", 1.5, 1.05),
        map("celu", 0.5),
        map("leaky", 0.1),
        map("threshold", 0.5),
        map("softplus"),
        map("tanh"),
        map("sigmoid"));
  }

  private static List<String> with(List<String> arguments, String more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toList();
  }

  private final Random random = new Random(3);

  /** Positive, so that roots and logarithms exist. */
  private double[] points(int size) {
    return random.doubles(size, 0.3, 1.7).toArray();
  }

  private double[] normal(int size) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double dot(double[][] a, double[][] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += dot(a[i], b[i]);
    }
    return sum;
  }

  private static double[][] moved(double[][] from, double[][] along, double by) {
    double[][] moved = new double[from.length][];
    for (int i = 0; i < from.length; i++) {
      moved[i] = from[i].clone();
      for (int k = 0; k < moved[i].length; k++) {
        moved[i][k] += by * along[i][k];
      }
    }
    return moved;
  }

  private static double[][] zeros(double[][] like) {
    return Arrays.stream(like).map(a -> new double[a.length]).toArray(double[][]::new);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void derivatives_agree_with_central_differences(
      String name, List<String> arguments, List<long[]> shapes) {
    Operator operator = Operators.of(name, arguments, shapes);
    SampleKernel kernel = operator.kernel();
    int size = operator.outputSize();
    double[][] x = shapes.stream().map(s -> points(Operator.size(s))).toArray(double[][]::new);
    double[][] v = shapes.stream().map(s -> normal(Operator.size(s))).toArray(double[][]::new);
    double[][] direction =
        shapes.stream().map(s -> normal(Operator.size(s))).toArray(double[][]::new);
    double[] g = normal(size);
    double[] h = normal(size);

    double[] above = new double[size];
    double[] below = new double[size];
    kernel.forward(moved(x, v, STEP), above);
    kernel.forward(moved(x, v, -STEP), below);
    double[] tangent = new double[size];
    kernel.tangent(x, v, tangent);
    for (int i = 0; i < size; i++) {
      assertThat(tangent[i]).isCloseTo((above[i] - below[i]) / (2 * STEP), within(1e-6));
    }

    double[][] toX = zeros(x);
    kernel.backward(x, g, toX);
    assertThat(dot(toX, v)).as("adjoint of the tangent").isCloseTo(dot(g, tangent), within(1e-10));

    double[][] bentX = zeros(x);
    double[][] bentV = zeros(x);
    kernel.tangentBackward(x, v, g, h, bentX, bentV);
    double[][] alone = zeros(x);
    kernel.backward(x, h, alone);
    for (int i = 0; i < alone.length; i++) {
      assertThat(bentV[i]).as("cotangent of v").containsExactly(alone[i], within(1e-12));
    }
    kernel.forward(moved(x, direction, STEP), above);
    kernel.forward(moved(x, direction, -STEP), below);
    double first = (dot(above, g) - dot(below, g)) / (2 * STEP);
    kernel.tangent(moved(x, direction, STEP), v, above);
    kernel.tangent(moved(x, direction, -STEP), v, below);
    double second = (dot(above, h) - dot(below, h)) / (2 * STEP);
    assertThat(dot(bentX, direction)).as("cotangent of x").isCloseTo(first + second, within(1e-5));
  }
}
