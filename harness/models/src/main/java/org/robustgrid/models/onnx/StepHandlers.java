package org.robustgrid.models.onnx;

import java.util.List;
import onnx.Onnx.TensorProto;
import org.robustgrid.engine.operator.StraightThrough;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;

/**
 * Steps of numbers that depend on the image: rounding, comparisons, and choices by them. Their
 * slope is 0 where they have one, as in other frameworks; that of rounding is 1 where the user says
 * so. True is 1 and false 0.
 */
final class StepHandlers {

  private static final String WITHOUT_SLOPE = " has slope 0, so gradients do not pass it";

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

  /** A handler whose node writes numbers of its first input: truth values stay truth values. */
  static Handler passing(Handler handler) {
    return (context, node) -> {
      handler.lower(context, node);
      if (context.isTruth(node, 0)) {
        context.putTruth(node);
      }
    };
  }

  static void sign(OnnxImport context, OnnxNode node) {
    note(context, node);
    context.put(node, ElementHandlers.map(context, context.input(node, 0), "sign"));
  }

  /** Rounding, by its function's name. */
  static void round(OnnxImport context, OnnxNode node, String function) {
    Operand x = context.input(node, 0);
    if (context.straightThrough()) {
      context.note(called(node) + " passes gradients straight through");
      context.put(node, ElementHandlers.map(context, x, StraightThrough.of(function)));
      return;
    }
    context.note(
        called(node)
            + WITHOUT_SLOPE
            + "; read it with straight-through, or add attacks that need no gradients, such as"
            + " square");
    context.put(node, ElementHandlers.map(context, x, function));
  }

  private static void note(OnnxImport context, OnnxNode node) {
    context.note(
        called(node) + WITHOUT_SLOPE + "; add attacks that need no gradients, such as square");
  }

  private static String called(OnnxNode node) {
    return "node '" + node.name() + "' (" + node.operator() + ")";
  }

  static void not(OnnxImport context, OnnxNode node) {
    context.put(node, negated(context, context.input(node, 0)));
    context.putTruth(node);
  }

  private static Operand negated(OnnxImport context, Operand truth) {
    return ElementHandlers.map(context, truth, "line", -1, 1);
  }

  /** A comparison or a logical operator, by its word in {@link HostArithmetic}. */
  static void compare(OnnxImport context, OnnxNode node, String word) {
    context.putTruth(node);
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
    if (type == TensorProto.DataType.BOOL_VALUE) {
      Operand sign = ElementHandlers.map(context, x, "sign");
      context.put(node, ElementHandlers.map(context, sign, "absolute"));
      context.putTruth(node);
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
    if (context.isTruth(node, 0)) {
      // 0 and 1 are whole already
      context.put(node, x);
      return;
    }
    round(context, node, "truncate");
  }
}
