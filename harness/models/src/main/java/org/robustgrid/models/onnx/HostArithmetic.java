package org.robustgrid.models.onnx;

import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.HostTensor.Kind;

/** Arithmetic on shapes and constants, whose numbers may be multiples of the batch size. */
final class HostArithmetic {

  private HostArithmetic() {}

  static HostTensor map(OnnxNode node, HostTensor x, String word, double... parameters) {
    double[] values = x.values();
    for (int i = 0; i < values.length; i++) {
      boolean linear = word.equals("line") && parameters[1] == 0 || word.equals("clip");
      if (x.perSample(i) && !linear) {
        throw node.refused("computes with the batch size");
      }
      values[i] =
          switch (word) {
            case "line" -> parameters[0] * values[i] + parameters[1];
            case "clip" ->
                x.perSample(i)
                    ? values[i]
                    : Math.min(Math.max(values[i], parameters[0]), parameters[1]);
            case "absolute" -> Math.abs(values[i]);
            case "root" -> Math.sqrt(values[i]);
            default -> throw node.refused("computes with integers, which is not supported");
          };
    }
    return HostTensor.of(x.kind(), x.shape(), values).perSample(x.flags());
  }

  /** Numbers that may each be a multiple of the batch size. */
  private record Number(double value, boolean perSample) {}

  static HostTensor binary(OnnxNode node, String operator, HostTensor a, HostTensor b) {
    Dims dims = Broadcast.of(node, a.dims(), b.dims()).dims();
    long[] shape = dims.stored();
    int[] first = places(a.shape(), shape);
    int[] second = places(b.shape(), shape);
    Kind kind = a.isFloating() || b.isFloating() ? Kind.FLOATING : Kind.INTEGER;
    boolean compares = false;
    double[] values = new double[first.length];
    boolean[] flags = new boolean[first.length];
    for (int i = 0; i < values.length; i++) {
      Number x = new Number(a.get(first[i]), a.perSample(first[i]));
      Number y = new Number(b.get(second[i]), b.perSample(second[i]));
      Number result = compute(node, operator, x, y, kind == Kind.INTEGER);
      compares = isComparison(operator);
      values[i] = result.value;
      flags[i] = result.perSample;
    }
    return HostTensor.of(compares ? Kind.BOOLEAN : kind, shape, values).perSample(flags);
  }

  private static boolean isComparison(String operator) {
    return switch (operator) {
      case "equal", "greater", "less", "greater-equal", "less-equal", "and", "or", "xor" -> true;
      default -> false;
    };
  }

  private static Number compute(OnnxNode node, String operator, Number x, Number y, boolean whole) {
    double a = x.value;
    double b = y.value;
    boolean none = !x.perSample && !y.perSample;
    boolean both = x.perSample && y.perSample;
    switch (operator) {
      case "equal" -> {
        return new Number(x.perSample == y.perSample && a == b ? 1 : 0, false);
      }
      case "multiply" -> {
        if (!both) {
          return new Number(a * b, x.perSample || y.perSample);
        }
      }
      case "divide" -> {
        double quotient = whole && none ? truncated(node, a, b) : a / b;
        boolean divides = !whole || quotient == Math.rint(quotient);
        if (none || (!y.perSample || both) && divides) {
          return new Number(quotient, x.perSample && !y.perSample);
        }
      }
      case "add", "subtract" -> {
        double sum = operator.equals("add") ? a + b : a - b;
        if (none || both) {
          return new Number(sum, both && sum != 0);
        }
        if (b == 0 && !y.perSample) {
          return x;
        }
        if (a == 0 && !x.perSample && operator.equals("add")) {
          return y;
        }
      }
      default -> {
        if (none || both && (operator.equals("maximum") || operator.equals("minimum"))) {
          return new Number(plain(node, operator, a, b), both);
        }
      }
    }
    throw node.refused("computes a value from the batch size that is not a multiple of it");
  }

  private static double truncated(OnnxNode node, double a, double b) {
    if (b == 0) {
      throw node.refused("divides by zero");
    }
    double quotient = a / b;
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }

  private static double plain(OnnxNode node, String operator, double a, double b) {
    return switch (operator) {
      case "power" -> Math.pow(a, b);
      case "maximum" -> Math.max(a, b);
      case "minimum" -> Math.min(a, b);
      case "modulo" -> a - Math.floor(a / b) * b;
      case "remainder" -> a % b;
      case "greater" -> a > b ? 1 : 0;
      case "less" -> a < b ? 1 : 0;
      case "greater-equal" -> a >= b ? 1 : 0;
      case "less-equal" -> a <= b ? 1 : 0;
      case "and" -> a != 0 && b != 0 ? 1 : 0;
      case "or" -> a != 0 || b != 0 ? 1 : 0;
      case "xor" -> a != 0 ^ b != 0 ? 1 : 0;
      default -> throw node.refused("computes with integers, which is not supported");
    };
  }

  /** The place in an array of each number of a larger one that repeats it. */
  static int[] places(long[] shape, long[] larger) {
    int[] places = new int[HostTensor.count(larger)];
    for (int i = 0; i < places.length; i++) {
      int rest = i;
      int at = 0;
      int step = 1;
      for (int axis = larger.length - 1; axis >= 0; axis--) {
        int position = (int) (rest % larger[axis]);
        rest /= (int) larger[axis];
        int own = axis - (larger.length - shape.length);
        if (own >= 0) {
          at += shape[own] == 1 ? 0 : position * step;
          step *= (int) shape[own];
        }
      }
      places[i] = at;
    }
    return places;
  }
}
