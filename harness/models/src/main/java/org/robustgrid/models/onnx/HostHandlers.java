package org.robustgrid.models.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import onnx.Onnx.TensorProto;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.HostTensor.Kind;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;
import org.robustgrid.models.graph.SketchText;

/** Constants, arithmetic on shapes, and nodes that pass their input on. */
final class HostHandlers {

  /** Numbers of a constant that a file may have filled in: sizes of real networks are far below. */
  private static final int LARGEST = 1 << 24;

  private HostHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("Constant", HostHandlers::constant);
    handlers.put("ConstantOfShape", HostHandlers::filled);
    handlers.put("Shape", HostHandlers::shape);
    handlers.put("Size", HostHandlers::size);
    handlers.put("Range", HostHandlers::range);
    handlers.put("Where", HostHandlers::where);
    handlers.put("Cast", StepHandlers.passing(HostHandlers::cast));
    handlers.put("CastLike", StepHandlers.passing((c, n) -> c.put(n, c.input(n, 0))));
    handlers.put("Identity", StepHandlers.passing((c, n) -> c.put(n, c.input(n, 0))));
    handlers.put("Dropout", StepHandlers.passing(HostHandlers::dropout));
    handlers.put("Not", HostHandlers::not);
    handlers.put("Floor", (c, n) -> round(c, n, "floor", Math::floor));
    handlers.put("Ceil", (c, n) -> round(c, n, "ceiling", Math::ceil));
    handlers.put("Round", (c, n) -> round(c, n, "round", Math::rint));
    handlers.put("Sign", HostHandlers::sign);
    Map<String, String> binary =
        Map.of(
            "Equal", "equal",
            "Greater", "greater",
            "Less", "less",
            "GreaterOrEqual", "greater-equal",
            "LessOrEqual", "less-equal",
            "And", "and",
            "Or", "or",
            "Xor", "xor");
    binary.forEach((operator, word) -> handlers.put(operator, (c, n) -> compare(c, n, word)));
    handlers.put("Mod", (c, n) -> pair(c, n, n.integer("fmod", 0) == 1 ? "remainder" : "modulo"));
  }

  private static HostTensor known(OnnxImport context, OnnxNode node, int index) {
    return context.known(node, index, "values");
  }

  private static void compare(OnnxImport context, OnnxNode node, String word) {
    if (StepHandlers.ofImage(context, node, 2)) {
      StepHandlers.compare(context, node, word);
    } else {
      pair(context, node, word);
    }
  }

  private static void not(OnnxImport context, OnnxNode node) {
    if (StepHandlers.ofImage(context, node, 1)) {
      StepHandlers.not(context, node);
    } else {
      each(context, node, value -> value == 0 ? 1 : 0);
    }
  }

  private static void sign(OnnxImport context, OnnxNode node) {
    if (StepHandlers.ofImage(context, node, 1)) {
      StepHandlers.sign(context, node);
    } else {
      each(context, node, Math::signum);
    }
  }

  private static void round(
      OnnxImport context, OnnxNode node, String word, DoubleUnaryOperator function) {
    if (StepHandlers.ofImage(context, node, 1)) {
      StepHandlers.round(context, node, word);
    } else {
      each(context, node, function);
    }
  }

  private static void pair(OnnxImport context, OnnxNode node, String operator) {
    context.put(
        node,
        HostArithmetic.binary(node, operator, known(context, node, 0), known(context, node, 1)));
  }

  private static void each(OnnxImport context, OnnxNode node, DoubleUnaryOperator function) {
    HostTensor x = known(context, node, 0);
    double[] values = x.values();
    for (int i = 0; i < values.length; i++) {
      // a multiple of the batch size is a whole number already
      values[i] = x.perSample(i) ? values[i] : function.applyAsDouble(values[i]);
    }
    context.put(node, HostTensor.of(x.kind(), x.shape(), values).perSample(x.flags()));
  }

  /** A constant of several numbers is a weight under the name of what it writes. */
  private static void constant(OnnxImport context, OnnxNode node) {
    HostTensor value = node.constant(context.reader());
    context.put(
        node, value.isFloating() && value.size() > 1 ? value.named(node.outputs().get(0)) : value);
  }

  private static void filled(OnnxImport context, OnnxNode node) {
    HostTensor value = node.has("value") ? node.constant(context.reader()) : HostTensor.scalar(0);
    HostTensor shape = known(context, node, 0);
    long[] sizes = new long[shape.size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      // every sample has the same: the batch axis is repeated where it meets a batch
      sizes[axis] = (long) shape.get(axis);
    }
    double[] values = new double[requireSmall(node, HostTensor.count(sizes))];
    Arrays.fill(values, value.get(0));
    HostTensor filled = HostTensor.of(value.kind(), sizes, values);
    context.put(node, filled);
  }

  private static int requireSmall(OnnxNode node, int count) {
    if (count > LARGEST) {
      throw node.refused("makes a constant of " + count + " numbers, more than " + LARGEST);
    }
    return count;
  }

  private static void shape(OnnxImport context, OnnxNode node) {
    HostTensor whole = ShapeRules.shape(context.input(node, 0).dims());
    int rank = whole.size();
    long start = bound(node.integer("start", 0), rank);
    long end = bound(node.integer("end", rank), rank);
    context.put(
        node,
        start == 0 && end == rank
            ? whole
            : context.view(
                whole,
                Dims.fixed(end - start),
                SketchText.step("slice", 0, start, 1, end - start)));
  }

  private static long bound(long given, int rank) {
    return Math.min(Math.max(given < 0 ? given + rank : given, 0), rank);
  }

  private static void size(OnnxImport context, OnnxNode node) {
    HostTensor sizes = ShapeRules.shape(context.input(node, 0).dims());
    double product = 1;
    boolean perSample = false;
    for (int i = 0; i < sizes.size(); i++) {
      product *= sizes.get(i);
      perSample |= sizes.perSample(i);
    }
    context.put(
        node,
        HostTensor.of(Kind.INTEGER, new long[0], new double[] {product})
            .perSample(new boolean[] {perSample}));
  }

  private static void range(OnnxImport context, OnnxNode node) {
    HostTensor start = known(context, node, 0);
    HostTensor limit = known(context, node, 1);
    HostTensor step = known(context, node, 2);
    if (start.anyPerSample() || limit.anyPerSample() || step.anyPerSample()) {
      throw node.refused("counts to the batch size");
    }
    int count = (int) Math.max(0, Math.ceil((limit.get(0) - start.get(0)) / step.get(0)));
    double[] values = new double[requireSmall(node, count)];
    for (int i = 0; i < count; i++) {
      values[i] = start.get(0) + i * step.get(0);
    }
    context.put(node, HostTensor.of(start.kind(), new long[] {count}, values));
  }

  private static void where(OnnxImport context, OnnxNode node) {
    choose(context, node);
    if (isTruth(context, node, 1) && isTruth(context, node, 2)) {
      context.putTruth(node);
    }
  }

  private static boolean isTruth(OnnxImport context, OnnxNode node, int index) {
    return context.isTruth(node, index)
        || context.input(node, index) instanceof HostTensor tensor
            && !tensor.anyPerSample()
            && Arrays.stream(tensor.values()).allMatch(value -> value == 0 || value == 1);
  }

  private static void choose(OnnxImport context, OnnxNode node) {
    if (StepHandlers.ofImage(context, node, 1)) {
      StepHandlers.choose(context, node);
      return;
    }
    HostTensor condition = known(context, node, 0);
    Operand a = context.input(node, 1);
    Operand b = context.input(node, 2);
    if (a instanceof HostTensor x && b instanceof HostTensor y) {
      Dims dims =
          Broadcast.of(node, condition.dims(), Broadcast.of(node, x.dims(), y.dims()).dims())
              .dims();
      long[] shape = dims.stored();
      int[] of = HostArithmetic.places(condition.shape(), shape);
      int[] first = HostArithmetic.places(x.shape(), shape);
      int[] second = HostArithmetic.places(y.shape(), shape);
      double[] values = new double[of.length];
      boolean[] flags = new boolean[of.length];
      for (int i = 0; i < values.length; i++) {
        boolean taken = condition.get(of[i]) != 0;
        values[i] = taken ? x.get(first[i]) : y.get(second[i]);
        flags[i] = taken ? x.perSample(first[i]) : y.perSample(second[i]);
      }
      context.put(node, HostTensor.of(x.kind(), shape, values).perSample(flags));
      return;
    }
    Broadcast pair = Broadcast.of(node, a.dims(), b.dims());
    Broadcast all = Broadcast.of(node, condition.dims(), pair.dims());
    long size = HostTensor.count(all.dims().stored());
    Operand both =
        context
            .sketch()
            .operator(
                "join",
                List.of("0"),
                Dims.fixed(2 * size),
                OnnxImport.as(all.repeated(context, a), Dims.fixed(size)),
                OnnxImport.as(all.repeated(context, b), Dims.fixed(size)));
    HostTensor taken = (HostTensor) all.repeated(context, condition);
    long[] places = new long[(int) size];
    for (int i = 0; i < size; i++) {
      places[i] = taken.get(i) != 0 ? i : size + i;
    }
    context.put(
        node,
        context.view(
            both,
            all.dims(),
            SketchText.step("gather 0", places),
            SketchText.step("reshape", all.dims().stored())));
  }

  private static void cast(OnnxImport context, OnnxNode node) {
    int type = (int) node.integer("to", 0);
    boolean floating = isFloating(type);
    Operand x = context.input(node, 0);
    if (x instanceof SampleValue) {
      if (floating) {
        context.put(node, x);
      } else {
        StepHandlers.cast(context, node, type);
      }
      return;
    }
    HostTensor tensor = (HostTensor) x;
    if (floating) {
      context.put(node, tensor.as(Kind.FLOATING));
      return;
    }
    boolean logical = type == TensorProto.DataType.BOOL_VALUE;
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          logical
              ? values[i] != 0 ? 1 : 0
              : values[i] < 0 ? Math.ceil(values[i]) : Math.floor(values[i]);
    }
    context.put(
        node,
        HostTensor.of(logical ? Kind.BOOLEAN : Kind.INTEGER, tensor.shape(), values)
            .perSample(tensor.flags()));
  }

  private static boolean isFloating(int type) {
    return type == TensorProto.DataType.FLOAT_VALUE
        || type == TensorProto.DataType.DOUBLE_VALUE
        || type == TensorProto.DataType.FLOAT16_VALUE
        || type == TensorProto.DataType.BFLOAT16_VALUE;
  }

  static boolean castsToFloating(OnnxNode node) {
    return node.operator().equals("Cast") && isFloating((int) node.integer("to", 0));
  }

  /** Passes its input on outside training, and where nothing is dropped. */
  private static void dropout(OnnxImport context, OnnxNode node) {
    boolean drops = !node.hasInput(1) || known(context, node, 1).get(0) != 0;
    if (drops && node.hasInput(2) && known(context, node, 2).get(0) != 0) {
      throw node.refused(
          "has training_mode true, which draws masks at random; export the model in evaluation"
              + " mode");
    }
    context.put(node, context.input(node, 0));
  }
}
