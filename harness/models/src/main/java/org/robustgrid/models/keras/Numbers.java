package org.robustgrid.models.keras;

import static org.robustgrid.models.onnx.export.OnnxBuilder.real;
import static org.robustgrid.models.onnx.export.OnnxBuilder.whole;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Dense layers, normalisations and scalings. */
final class Numbers {

  private static final double EPSILON = 1e-3;

  private Numbers() {}

  static void register(Map<String, Translation> translations) {
    translations.put("Dense", (g, l, x) -> dense(g, l, x.get(0)));
    translations.put("BatchNormalization", (g, l, x) -> batchNorm(g, l, x.get(0)));
    translations.put("SyncBatchNormalization", (g, l, x) -> batchNorm(g, l, x.get(0)));
    translations.put("LayerNormalization", (g, l, x) -> layerNorm(g, l, x.get(0)));
    translations.put("GroupNormalization", (g, l, x) -> groupNorm(g, l, x.get(0)));
    translations.put("Rescaling", (g, l, x) -> rescaling(g, l, x.get(0)));
    translations.put("Normalization", (g, l, x) -> normalization(g, l, x.get(0)));
    // what only training does
    for (String training :
        List.of(
            "Dropout",
            "SpatialDropout2D",
            "GaussianNoise",
            "GaussianDropout",
            "AlphaDropout",
            "ActivityRegularization",
            "RandomFlip",
            "RandomRotation",
            "RandomTranslation",
            "RandomZoom",
            "RandomContrast",
            "RandomBrightness",
            "Identity")) {
      translations.put(training, (g, l, x) -> x.get(0));
    }
  }

  private static KerasValue dense(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.ordered(layer, input);
    long units = (long) layer.number("units", 0);
    KerasTensor kernel = graph.weights(layer, "kernel", 0, x.last(), units);
    KerasTensor bias = layer.flag("use_bias", true) ? graph.weights(layer, "bias", 1, units) : null;
    String weights = graph.constant(layer, "kernel", kernel);
    long[] shape = x.shape().clone();
    shape[shape.length - 1] = units;
    String name;
    if (x.rank() == 1) {
      name =
          graph.node(
              layer,
              "Gemm",
              bias == null
                  ? List.of(x.name(), weights)
                  : List.of(x.name(), weights, graph.constant(layer, "bias", bias)));
    } else {
      name = graph.node(layer, "MatMul", List.of(x.name(), weights));
      if (bias != null) {
        name = graph.node(layer, "Add", List.of(name, graph.constant(layer, "bias", bias)));
      }
    }
    KerasValue y = new KerasValue(name, shape, false);
    return Activations.argument(graph, layer, input.channelsFirst() ? graph.held(layer, y) : y);
  }

  /** Weights that may have been left out, in the order in which Keras stores them. */
  private static KerasTensor optional(
      KerasGraph graph, KerasLayer layer, String role, int index, boolean there, long size) {
    if (there) {
      return graph.weights(layer, role, index, size);
    }
    double[] neutral = new double[Math.toIntExact(size)];
    Arrays.fill(neutral, role.equals("gamma") ? 1 : 0);
    return new KerasTensor(neutral, new long[] {size});
  }

  private static KerasValue batchNorm(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.held(layer, input);
    double[] axes = layer.numbers("axis").orElse(new double[] {-1});
    if (axes.length != 1) {
      throw layer.refused("normalises along " + axes.length + " axes");
    }
    int axis = (int) (axes[0] < 0 ? x.rank() + axes[0] : axes[0] - 1);
    boolean first = axis == 0 && x.rank() == 3;
    if (first) {
      x = graph.ordered(layer, input);
    } else if (axis != x.rank() - 1 || x.rank() == 2) {
      throw layer.refused("normalises along an axis that is not that of the channels");
    }
    long size = x.size(axis);
    boolean scale = layer.flag("scale", true);
    boolean center = layer.flag("center", true);
    int at = 0;
    String[] names = {"gamma", "beta", "moving_mean", "moving_variance"};
    boolean[] there = {scale, center, true, true};
    String[] inputs = new String[5];
    inputs[0] = x.name();
    for (int i = 0; i < names.length; i++) {
      KerasTensor tensor = optional(graph, layer, names[i], at, there[i], size);
      inputs[i + 1] = graph.constant(layer, names[i], tensor);
      at += there[i] ? 1 : 0;
    }
    return x.named(
        graph.node(
            layer,
            "BatchNormalization",
            List.of(inputs),
            real("epsilon", layer.number("epsilon", EPSILON))));
  }

  private static KerasValue layerNorm(KerasGraph graph, KerasLayer layer, KerasValue input) {
    KerasValue x = graph.ordered(layer, input);
    double[] axes = layer.numbers("axis").orElse(new double[] {-1});
    if (axes.length != 1 || axes[0] != -1 && axes[0] != x.rank()) {
      throw layer.refused("normalises along axes other than the last, which is not supported");
    }
    boolean scale = layer.flag("scale", true);
    KerasTensor gamma = optional(graph, layer, "gamma", 0, scale, x.last());
    KerasTensor beta =
        optional(graph, layer, "beta", scale ? 1 : 0, layer.flag("center", true), x.last());
    String name =
        graph.node(
            layer,
            "LayerNormalization",
            List.of(
                x.name(),
                graph.constant(layer, "gamma", gamma),
                graph.constant(layer, "beta", beta)),
            whole("axis", -1),
            real("epsilon", layer.number("epsilon", EPSILON)));
    KerasValue y = x.named(name);
    return input.channelsFirst() ? graph.held(layer, y) : y;
  }

  private static KerasValue groupNorm(KerasGraph graph, KerasLayer layer, KerasValue input) {
    if (input.rank() != 3 || layer.number("axis", -1) != -1 && layer.number("axis", -1) != 3) {
      throw layer.refused(
          "normalises other than images with channels last, which is not supported");
    }
    KerasValue x = graph.held(layer, input);
    long channels = x.last();
    long groups = (long) layer.number("groups", 32);
    groups = groups == -1 ? channels : groups;
    if (groups < 1 || channels % groups != 0) {
      throw layer.refused("has " + groups + " groups for " + channels + " channels");
    }
    long size = x.count() / groups;
    String split =
        graph.node(layer, "Reshape", List.of(x.name(), graph.onnx().integers(-1, groups, size)));
    double[] ones = new double[Math.toIntExact(groups)];
    Arrays.fill(ones, 1);
    long[] shape = {groups};
    String same =
        graph.node(
            layer,
            "InstanceNormalization",
            List.of(
                split,
                graph.constant(layer, "ones", new KerasTensor(ones, shape)),
                graph.constant(layer, "zeros", new KerasTensor(new double[ones.length], shape))),
            real("epsilon", layer.number("epsilon", EPSILON)));
    long[] image = x.image();
    String back =
        graph.node(
            layer,
            "Reshape",
            List.of(same, graph.onnx().integers(-1, image[0], image[1], image[2])));
    KerasValue y = x.named(back);
    boolean scale = layer.flag("scale", true);
    if (scale) {
      KerasTensor gamma = graph.weights(layer, "gamma", 0, channels);
      y = graph.map(layer, "Mul", y, graph.alongLast(layer, "gamma", gamma, y));
    }
    if (layer.flag("center", true)) {
      KerasTensor beta = graph.weights(layer, "beta", scale ? 1 : 0, channels);
      y = graph.map(layer, "Add", y, graph.alongLast(layer, "beta", beta, y));
    }
    return y;
  }

  private static KerasTensor vector(KerasLayer layer, String key, double otherwise, KerasValue x) {
    double[] values = layer.numbers(key).orElse(new double[] {otherwise});
    if (values.length != 1 && values.length != x.last()) {
      throw layer.refused("has " + values.length + " numbers in '" + key + "'");
    }
    return new KerasTensor(values, new long[] {values.length});
  }

  private static KerasValue rescaling(KerasGraph graph, KerasLayer layer, KerasValue x) {
    KerasTensor scale = vector(layer, "scale", 1, x);
    KerasTensor offset = vector(layer, "offset", 0, x);
    KerasValue scaled = graph.map(layer, "Mul", x, graph.alongLast(layer, "scale", scale, x));
    return graph.map(layer, "Add", scaled, graph.alongLast(layer, "offset", offset, x));
  }

  private static KerasValue normalization(KerasGraph graph, KerasLayer layer, KerasValue x) {
    if (layer.flag("invert", false)) {
      throw layer.refused("inverts a normalisation, which is not supported");
    }
    boolean given = layer.numbers("mean").isPresent();
    KerasTensor mean = given ? vector(layer, "mean", 0, x) : adapted(graph, layer, "mean", 0, x);
    KerasTensor variance =
        given ? vector(layer, "variance", 1, x) : adapted(graph, layer, "variance", 1, x);
    double[] deviation =
        Arrays.stream(variance.values()).map(v -> Math.max(Math.sqrt(v), 1e-7)).toArray();
    KerasTensor by = new KerasTensor(deviation, variance.shape());
    KerasValue centred = graph.map(layer, "Sub", x, graph.alongLast(layer, "mean", mean, x));
    return graph.map(layer, "Div", centred, graph.alongLast(layer, "deviation", by, x));
  }

  private static KerasTensor adapted(
      KerasGraph graph, KerasLayer layer, String role, int index, KerasValue x) {
    KerasTensor found = graph.weights(layer, role, index);
    if (found.values().length != 1 && found.values().length != x.last()) {
      throw layer.refused("was adapted along an axis other than the last, which is not supported");
    }
    return found.as(found.values().length);
  }
}
