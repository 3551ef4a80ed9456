package org.robustgrid.architectures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.TensorNames;
import org.robustgrid.spi.network.TensorPlace;
import org.robustgrid.spi.network.Vertices;

/**
 * Builds a network whose layers have the names of the modules of its PyTorch counterpart, so that
 * the names of its weights follow from them. Each call adds a layer after the last one and tracks
 * the shape of one sample.
 */
final class ModuleSketch {

  private final ArchitectureRequest request;
  private final GraphSketch graph;
  private final Vertices vertices = Vertices.installed();
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, TensorPlace> places = new LinkedHashMap<>();
  private final Map<String, long[]> unread = new LinkedHashMap<>();
  private ComputationGraphConfiguration finished;

  ModuleSketch(ArchitectureRequest request) {
    this.request = request;
    this.graph = new GraphSketch(request, WeightInit.UNIFORM);
    shapes.put(graph.last(), request.inputShape());
  }

  String last() {
    return graph.last();
  }

  /** Shape of one sample of the last layer's output. */
  long[] shape() {
    return shapes.get(graph.last()).clone();
  }

  /** Continues after an earlier layer. */
  ModuleSketch after(String layer) {
    graph.after(layer);
    return this;
  }

  private ModuleSketch shaped(long... shape) {
    shapes.put(graph.last(), shape.clone());
    return this;
  }

  private void place(String tensor, String parameter, boolean transposed, long... shape) {
    places.put(tensor, new TensorPlace(shape, graph.last(), parameter, transposed));
  }

  /** Settings of a square convolution. */
  record Windows(int kernel, int stride, int padding) {

    long[] over(long channels, long[] image) {
      long[] shape = {channels, image[1], image[2]};
      for (int side = 1; side < 3; side++) {
        shape[side] = (image[side] + 2L * padding - kernel) / stride + 1;
      }
      return shape;
    }
  }

  ModuleSketch convolution(
      String name, long channels, Windows windows, boolean bias, Initial initial) {
    long[] from = shape();
    int kernel = windows.kernel();
    ConvolutionLayer.Builder layer =
        new ConvolutionLayer.Builder(kernel, kernel)
            .nOut(channels)
            .stride(windows.stride(), windows.stride())
            .padding(windows.padding(), windows.padding())
            .hasBias(bias);
    long area = (long) kernel * kernel;
    graph.add(name, initial.of(layer, from[0] * area, channels * area).build());
    shaped(windows.over(channels, from));
    place(name + ".weight", "W", false, channels, from[0], kernel, kernel);
    if (bias) {
      place(name + ".bias", "b", false, channels);
    }
    return this;
  }

  ModuleSketch batchNorm(String name) {
    long[] shape = shape();
    graph.batchNorm(name);
    shaped(shape);
    place(name + ".weight", "gamma", false, shape[0]);
    place(name + ".bias", "beta", false, shape[0]);
    place(name + ".running_mean", "mean", false, shape[0]);
    place(name + ".running_var", "var", false, shape[0]);
    unread.put(name + ".num_batches_tracked", new long[0]);
    return this;
  }

  ModuleSketch activation(String name, ActivationChoice choice) {
    return activation(name, choice.function());
  }

  ModuleSketch activation(String name, IActivation function) {
    long[] shape = shape();
    graph.add(name, new ActivationLayer.Builder().activation(function).build());
    return shaped(shape);
  }

  ModuleSketch dropout(String name, double probability) {
    long[] shape = shape();
    graph.dropout(name, probability);
    return shaped(shape);
  }

  ModuleSketch maxPooling(String name, Windows windows) {
    long[] from = shape();
    graph.add(
        name,
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(windows.kernel(), windows.kernel())
            .stride(windows.stride(), windows.stride())
            .padding(windows.padding(), windows.padding())
            .build());
    return shaped(windows.over(from[0], from));
  }

  /**
   * Resizes an image to {@code side} rows and columns like PyTorch's adaptive average pooling: of n
   * pixels of a line, pixel i of the result is the mean of those from ⌊i n/side⌋ to ⌈(i + 1)
   * n/side⌉ − 1.
   */
  ModuleSketch adaptiveAveragePooling(String name, int side) {
    if (side == 1) {
      return globalAveragePooling(name);
    }
    for (int axis = 1; axis < 3; axis++) {
      long[] shape = shape();
      long length = shape[axis];
      if (length != side) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(axis)));
        for (int i = 0; i < side; i++) {
          long end = ((i + 1) * length + side - 1) / side;
          arguments.add(mean(i * length / side, end));
        }
        shape[axis] = side;
        operator(name + (axis == 1 ? ".rows" : ".columns"), "weigh", arguments, shape, last());
      }
    }
    return this;
  }

  /**
   * Pixel positions, each with its weight in a mean, as arguments of the operator {@code weigh}.
   */
  private static String mean(long from, long to) {
    StringBuilder text = new StringBuilder();
    for (long place = from; place < to; place++) {
      text.append(place == from ? "" : " ").append(place).append(' ').append(1.0 / (to - from));
    }
    return text.toString();
  }

  ModuleSketch globalAveragePooling(String name) {
    long[] from = shape();
    graph.globalAveragePooling(name);
    return shaped(from[0]);
  }

  /** Adds a dense layer over a vector or over the flattened image. */
  ModuleSketch dense(String name, long width, Initial initial) {
    long inputs = Arrays.stream(shape()).reduce(1, (a, b) -> a * b);
    graph.add(name, initial.of(new DenseLayer.Builder().nOut(width), inputs, width).build());
    shaped(width);
    placeDense(name, inputs, width);
    return this;
  }

  private void placeDense(String name, long inputs, long outputs) {
    place(name + ".weight", "W", true, outputs, inputs);
    place(name + ".bias", "b", false, outputs);
  }

  /** Adds a convolution in groups of channels. */
  ModuleSketch groupedConvolution(
      String name, long channels, long groups, Windows windows, boolean bias, Initial initial) {
    long[] from = shape();
    int kernel = windows.kernel();
    long area = (long) kernel * kernel;
    long perGroup = from[0] / groups;
    vertex(
        name,
        vertices.convolution(
            from,
            channels,
            groups,
            kernel,
            windows.stride(),
            windows.padding(),
            bias,
            initial.deviation(perGroup * area, channels * area)),
        windows.over(channels, from),
        last());
    place(name + ".weight", "W", false, channels, perGroup, kernel, kernel);
    if (bias) {
      place(name + ".bias", "b", false, channels);
    }
    return this;
  }

  /** Adds a dense layer over the last axis. */
  ModuleSketch tokenDense(String name, long width, Initial initial) {
    long[] from = shape();
    long inputs = from[from.length - 1];
    long[] to = from.clone();
    to[to.length - 1] = width;
    vertex(name, vertices.dense(from, width, initial.deviation(inputs, width)), to, last());
    placeDense(name, inputs, width);
    return this;
  }

  /**
   * Adds a learnt array that all samples share.
   *
   * @param tensor its shape in a weights file
   */
  ModuleSketch array(String name, long[] shape, double mean, double deviation, long... tensor) {
    vertex(name, vertices.array(shape(), shape, mean, deviation), shape, last());
    place(name, "W", false, tensor);
    return this;
  }

  /** Adds the exact GELU, x Φ(x) (Hendrycks and Gimpel 2016). */
  ModuleSketch gelu(String name) {
    return operator(name, "map", List.of("gelu"), shape(), last());
  }

  /** Adds layer norm over the last axis (Ba et al. 2016), with a learnt scale and shift. */
  ModuleSketch layerNorm(String name, double epsilon) {
    String input = last();
    long[] shape = shape();
    long length = shape[shape.length - 1];
    List<String> arguments = List.of(Long.toString(length), Double.toString(epsilon));
    operator(name, "standardize", arguments, shape, input);
    String standardized = last();
    scaled(name + ".scaled", standardized, input, name + ".weight", 1);
    String scaled = last();
    long[] ones = lastAxisOnly(shape);
    after(input).array(name + ".bias", ones, 0, 0, length);
    return operator(name + ".shifted", "add", List.of(), shape, scaled, name + ".bias");
  }

  /** Adds a learnt factor for each position of the last axis. */
  ModuleSketch scale(String name, String tensor, double initial) {
    return scaled(name, last(), last(), tensor, initial);
  }

  private ModuleSketch scaled(
      String name, String value, String input, String tensor, double initial) {
    long[] shape = shapes.get(value);
    long length = shape[shape.length - 1];
    after(input).array(tensor, lastAxisOnly(shape), initial, 0, length);
    return operator(name, "multiply", List.of(), shape, value, tensor);
  }

  private static long[] lastAxisOnly(long[] shape) {
    long[] ones = new long[shape.length];
    Arrays.fill(ones, 1);
    ones[ones.length - 1] = shape[shape.length - 1];
    return ones;
  }

  ModuleSketch sum(String name, String first, String second) {
    long[] shape = shapes.get(first);
    if (!Arrays.equals(shape, shapes.get(second))) {
      throw new IllegalStateException(
          name + " adds " + Arrays.toString(shape) + " and " + Arrays.toString(shapes.get(second)));
    }
    graph.sum(name, first, second);
    return shaped(shape);
  }

  /** Rearranges the values of a sample, by steps of the operator {@code view}. */
  ModuleSketch view(String name, List<String> steps, long... shape) {
    return operator(name, "view", steps, shape, last());
  }

  /** Adds an operator of the harness whose output has the given shape. */
  ModuleSketch operator(
      String name, String operator, List<String> arguments, long[] shape, String... inputs) {
    List<long[]> read = Arrays.stream(inputs).map(shapes::get).toList();
    return vertex(name, vertices.operator(operator, arguments, read), shape, inputs);
  }

  private ModuleSketch vertex(String name, GraphVertex vertex, long[] shape, String... inputs) {
    graph.vertex(name, vertex, inputs);
    return shaped(shape);
  }

  /** Adds the output layer over the last layer's vector, and finishes the network. */
  ModuleSketch output(String name, Initial initial) {
    long inputs = Arrays.stream(shape()).reduce(1, (a, b) -> a * b);
    int classes = request.classes();
    finished =
        graph.output(name, initial.of(new OutputLayer.Builder(new LossMCXENT()), inputs, classes));
    placeDense(name, inputs, classes);
    return this;
  }

  ComputationGraphConfiguration configuration() {
    return finished;
  }

  /** The weights under the names of the layers. */
  TensorNames names(String family) {
    return new TensorNames(family, places, unread, Optional.empty());
  }

  /** The weights under the names of the layers, with the names of the pixels' normalisation. */
  TensorNames names(String family, Optional<TensorNames.Normalisation> normalisation) {
    return new TensorNames(family, places, unread, normalisation);
  }

  /** The weights under renamed layers. */
  TensorNames names(String family, UnaryOperator<String> renamed) {
    Map<String, TensorPlace> own = new LinkedHashMap<>();
    places.forEach(
        (name, place) -> own.put(renamed.apply(name), shaped(renamed.apply(name), place)));
    Map<String, long[]> ownUnread = new LinkedHashMap<>();
    unread.forEach((name, shape) -> ownUnread.put(renamed.apply(name), shape));
    return new TensorNames(family, own, ownUnread, Optional.empty());
  }

  /**
   * The place of a renamed weight: torchvision stores the factors of channels as [channels, 1, 1].
   */
  private static TensorPlace shaped(String name, TensorPlace place) {
    if (!name.endsWith(".layer_scale")) {
      return place;
    }
    long[] shape = {place.shape()[0], 1, 1};
    return new TensorPlace(shape, place.layer(), place.parameter(), place.transposed());
  }

  /**
   * Adds a second set of names for the weights with a prefix, for modules that the counterpart
   * registers twice. Weights under these names may be in a file, but are not read.
   */
  void alsoUnread(String prefix, String as) {
    List<Map.Entry<String, TensorPlace>> read = new ArrayList<>(places.entrySet());
    for (Map.Entry<String, TensorPlace> entry : read) {
      if (entry.getKey().startsWith(prefix)) {
        unread.put(as + entry.getKey().substring(prefix.length()), entry.getValue().shape());
      }
    }
    for (String name : List.copyOf(unread.keySet())) {
      if (name.startsWith(prefix)) {
        unread.put(as + name.substring(prefix.length()), unread.get(name));
      }
    }
  }
}
