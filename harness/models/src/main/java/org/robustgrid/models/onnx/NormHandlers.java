package org.robustgrid.models.onnx;

import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;

/** Normalisations and softmax. */
final class NormHandlers {

  private NormHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("BatchNormalization", NormHandlers::batchNorm);
    handlers.put("LayerNormalization", NormHandlers::layerNorm);
    handlers.put("InstanceNormalization", NormHandlers::instanceNorm);
    handlers.put("GroupNormalization", NormHandlers::groupNorm);
    handlers.put("Softmax", (c, n) -> softmax(c, n, "softmax"));
    handlers.put("LogSoftmax", (c, n) -> softmax(c, n, "log-softmax"));
  }

  private static void batchNorm(OnnxImport context, OnnxNode node) {
    boolean statistics = node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
    if (node.integer("training_mode", 0) != 0 || statistics) {
      throw node.refused(
          "normalises by its batch's own statistics (training_mode), so that a sample's logits"
              + " depend on the others; export the model in evaluation mode");
    }
    if (node.integer("spatial", 1) == 0) {
      throw node.refused("has spatial = 0, which is not supported");
    }
    Operand x = context.input(node, 0);
    HostTensor[] given = new HostTensor[4];
    for (int i = 0; i < 4; i++) {
      given[i] = context.known(node, i + 1, "parameters");
    }
    double epsilon = node.number("epsilon", 1e-5f);
    Dims dims = x.dims();
    int axis = dims.rank() == 1 ? 0 : 1;
    for (HostTensor parameter : given) {
      if (parameter.size() != dims.size(axis)) {
        throw node.refused("has parameters of " + parameter.size() + " numbers for images " + dims);
      }
    }
    boolean first = dims.hasBatch() ? dims.isBatch(0) && dims.plain() : dims.size(0) == 1;
    if (!first || !(x instanceof SampleValue)) {
      throw node.refused("reads " + dims + ", whose first axis is not the batch");
    }
    long channels = dims.size(axis);
    long pixels = HostTensor.count(dims.stored()) / channels;
    boolean vector = dims.rank() == 2;
    SampleValue from =
        ((SampleValue) x).as(vector ? Dims.fixed(channels) : shaped(dims, channels, pixels));
    SampleValue result =
        context.sketch().batchNorm(from, epsilon, given[0], given[1], given[2], given[3]);
    context.put(node, result.as(dims));
  }

  private static Dims shaped(Dims dims, long channels, long pixels) {
    return dims.rank() == 4
        ? Dims.fixed(channels, dims.size(2), dims.size(3))
        : Dims.fixed(channels, pixels, 1);
  }

  private static Operand standardized(OnnxImport context, Operand x, long length, double epsilon) {
    return context
        .sketch()
        .operator(
            "standardize", List.of(Long.toString(length), Double.toString(epsilon)), x.dims(), x);
  }

  private static void layerNorm(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    Dims dims = x.dims();
    int axis = OnnxImport.axis(node, dims, node.integer("axis", -1));
    long length = 1;
    for (int i = axis; i < dims.rank(); i++) {
      if (dims.isBatch(i)) {
        throw OnnxImport.mixes(node);
      }
      length *= dims.size(i);
    }
    Operand result = standardized(context, x, length, node.number("epsilon", 1e-5f));
    if (node.hasInput(1)) {
      result = scaled(context, node, result, context.input(node, 1), "multiply");
    }
    if (node.hasInput(2)) {
      result = scaled(context, node, result, context.input(node, 2), "add");
    }
    context.put(node, result);
  }

  /** A scale of ones and a shift of zeros that cannot be trained are left out. */
  private static Operand scaled(
      OnnxImport context, OnnxNode node, Operand x, Operand by, String operator) {
    if (by instanceof HostTensor tensor && !tensor.learnt()) {
      double neutral = operator.equals("add") ? 0 : 1;
      boolean without = true;
      for (int i = 0; i < tensor.size(); i++) {
        without &= tensor.get(i) == neutral;
      }
      if (without) {
        return x;
      }
    }
    return ElementHandlers.binary(context, node, operator, x, by);
  }

  private static void instanceNorm(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    Dims dims = x.dims();
    if (dims.rank() < 3 || dims.isBatch(1)) {
      throw node.refused("reads " + dims + ", but images are needed");
    }
    long length = 1;
    for (int i = 2; i < dims.rank(); i++) {
      length *= dims.size(i);
    }
    Operand result = standardized(context, x, length, node.number("epsilon", 1e-5f));
    context.put(node, perChannel(context, node, result, dims, 1));
  }

  private static Operand perChannel(
      OnnxImport context, OnnxNode node, Operand x, Dims dims, int first) {
    Operand result = x;
    for (int i = 0; i < 2; i++) {
      HostTensor by = context.known(node, first + i, "parameters");
      long[] shape = new long[dims.rank() - 1];
      java.util.Arrays.fill(shape, 1);
      shape[0] = by.size();
      result = scaled(context, node, result, by.reshaped(shape), i == 0 ? "multiply" : "add");
    }
    return result;
  }

  /** Up to opset 20 with a scale for each group, later for each channel. */
  private static void groupNorm(OnnxImport context, OnnxNode node) {
    Operand x = context.input(node, 0);
    Dims dims = x.dims();
    long groups = node.integer("num_groups", 1);
    if (dims.rank() < 3 || dims.isBatch(1) || dims.size(1) % groups != 0) {
      throw node.refused("reads " + dims + " in " + groups + " groups");
    }
    long length = dims.size(1) / groups;
    for (int i = 2; i < dims.rank(); i++) {
      length *= dims.size(i);
    }
    Operand result = standardized(context, x, length, node.number("epsilon", 1e-5f));
    if (context.known(node, 1, "parameters").size() == groups && groups != dims.size(1)) {
      long[] sizes = {dims.size(0), groups, length};
      Dims grouped = new Dims(sizes, dims.batchAxis(), dims.outer(), dims.inner());
      result = OnnxImport.as(result, grouped);
      result = OnnxImport.as(perChannel(context, node, result, grouped, 1), dims);
    } else {
      result = perChannel(context, node, result, dims, 1);
    }
    context.put(node, result);
  }

  /** Before opset 13 over all axes from the given one on, as one. */
  private static void softmax(OnnxImport context, OnnxNode node, String operator) {
    Operand x = context.input(node, 0);
    Dims dims = x.dims();
    boolean block = context.opset() < 13;
    int axis = OnnxImport.axis(node, dims, node.integer("axis", block ? 1 : -1));
    if (block && axis < dims.rank() - 1) {
      long length = 1;
      for (int i = axis; i < dims.rank(); i++) {
        if (dims.isBatch(i)) {
          throw OnnxImport.mixes(node);
        }
        length *= dims.size(i);
      }
      long lines = HostTensor.count(dims.stored()) / length;
      Dims flat = Dims.fixed(lines, length);
      Operand result =
          context.sketch().operator(operator, List.of("1"), flat, OnnxImport.as(x, flat));
      context.put(node, OnnxImport.as(result, dims));
      return;
    }
    context.put(
        node,
        context
            .sketch()
            .operator(operator, List.of(Integer.toString(dims.storedAxis(axis))), dims, x));
  }
}
