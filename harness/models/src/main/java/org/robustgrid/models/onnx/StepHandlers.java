package org.robustgrid.models.onnx;

import java.util.List;
import onnx.Onnx.TensorProto;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;

/**
 * Steps of numbers that depend on the image: rounding, comparisons, and choices by them. Their
 * slope is 0 where they have one, as in other frameworks. True is 1 and false 0.
 */
final class StepHandlers {

  private StepHandlers() {}

  /** Whether numbers of the image are among a node's first inputs. */
  static boolean ofImage(OnnxImport context, OnnxNode node, int inputs) {
    for (int i = 0; i < inputs; i++) {
      if (context.input(node, i) instanceof SampleValue) {
        return true;
      }
    }
    return false;
  }

  /** A function with steps. */
  static void map(OnnxImport context, OnnxNode node, String word) {
    note(context, node);
    context.put(node, ElementHandlers.map(context, context.input(node, 0), word));
  }

  private static void note(OnnxImport context, OnnxNode node) {
    context.note(
        "node '"
            + node.name()
            + "' ("
            + node.operator()
            + ") has slope 0, so gradients do not pass it; add attacks that need none, such as"
            + " square");
  }

  static void not(OnnxImport context, OnnxNode node) {
    context.put(node, negated(context, context.input(node, 0)));
  }

  private static Operand negated(OnnxImport context, Operand truth) {
    return ElementHandlers.map(context, truth, "line", -1, 1);
  }

  /** A comparison or a logical operator, by its word in {@link HostArithmetic}. */
  static void compare(OnnxImport context, OnnxNode node, String word) {
    Operand a = context.input(node, 0);
    Operand b = context.input(node, 1);
    switch (word) {
      case "and" -> context.put(node, pair(context, node, "multiply", a, b));
      case "or" -> context.put(node, pair(context, node, "maximum", a, b));
      case "xor" -> context.put(node, unequal(context, node, a, b));
      case "equal" -> {
        note(context, node);
        context.put(node, negated(context, unequal(context, node, a, b)));
      }
      default -> {
        note(context, node);
        boolean less = word.startsWith("less");
        boolean orEqual = word.endsWith("equal");
        // a ≥ b is what b > a is not
        Operand above = less == orEqual ? above(context, node, a, b) : above(context, node, b, a);
        context.put(node, orEqual ? negated(context, above) : above);
      }
    }
  }

  /** Where a > b. */
  private static Operand above(OnnxImport context, OnnxNode node, Operand a, Operand b) {
    return ElementHandlers.map(context, sign(context, node, a, b), "clip", 0, 1);
  }

  private static Operand unequal(OnnxImport context, OnnxNode node, Operand a, Operand b) {
    return ElementHandlers.map(context, sign(context, node, a, b), "absolute");
  }

  private static Operand sign(OnnxImport context, OnnxNode node, Operand a, Operand b) {
    return ElementHandlers.map(context, pair(context, node, "subtract", a, b), "sign");
  }

  private static Operand pair(
      OnnxImport context, OnnxNode node, String operator, Operand a, Operand b) {
    return ElementHandlers.binary(context, node, operator, floating(a), floating(b));
  }

  /** Numbers known at import, as numbers to compute with. */
  private static Operand floating(Operand operand) {
    return operand instanceof HostTensor tensor ? tensor.as(HostTensor.Kind.FLOATING) : operand;
  }

  /** The second input where the first is true, else the third. */
  static void choose(OnnxImport context, OnnxNode node) {
    Operand truth = context.input(node, 0);
    for (int i = 1; i <= 2; i++) {
      if (context.input(node, i) instanceof HostTensor tensor) {
        for (double value : tensor.values()) {
          if (!Double.isFinite(value)) {
            throw node.refused("chooses " + value + " where the image decides, which is not read");
          }
        }
      }
    }
    Operand taken = pair(context, node, "multiply", truth, context.input(node, 1));
    Operand other =
        pair(context, node, "multiply", negated(context, truth), context.input(node, 2));
    context.put(node, pair(context, node, "add", taken, other));
  }

  /** To truth values, or to whole numbers that are turned back at once. */
  static void cast(OnnxImport context, OnnxNode node, int type) {
    Operand x = context.input(node, 0);
    Operand sign = ElementHandlers.map(context, x, "sign");
    if (type == TensorProto.DataType.BOOL_VALUE) {
      context.put(node, ElementHandlers.map(context, sign, "absolute"));
      return;
    }
    List<OnnxNode> readers = context.readers(node.outputs().get(0));
    if (readers.isEmpty() || !readers.stream().allMatch(HostHandlers::castsToFloating)) {
      throw node.refused(
          "turns numbers that depend on the image into "
              + TensorReader.type(type)
              + ", and what reads them is computed in whole numbers; only a cast back to floating"
              + " point is read");
    }
    note(context, node);
    Operand size =
        ElementHandlers.map(context, ElementHandlers.map(context, x, "absolute"), "floor");
    context.put(node, ElementHandlers.binary(context, node, "multiply", sign, size));
  }
}
