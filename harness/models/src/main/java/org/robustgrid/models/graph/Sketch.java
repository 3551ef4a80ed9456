package org.robustgrid.models.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.engine.operator.ConvolutionVertex;
import org.robustgrid.engine.operator.Operator;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.Operators;
import org.robustgrid.engine.operator.ParameterVertex;
import org.robustgrid.engine.operator.SampleVertex;
import org.robustgrid.engine.operator.TokenDenseVertex;

/**
 * A network in the making: Deeplearning4j's layers where they exist, the engine's operators
 * elsewhere, and the weights that each gets.
 */
public final class Sketch {

  static final String INPUT = "input";

  /**
   * A weight's place in the network.
   *
   * @param vertex name of the layer or vertex
   * @param key name of its parameter
   * @param values in C order of the parameter's shape, or of its transpose
   * @param transposed whether they are of a matrix's transpose
   */
  public record Placement(String vertex, String key, HostTensor values, boolean transposed) {}

  private final Set<String> names = new HashSet<>(Set.of(INPUT));
  private final List<Placement> placements = new ArrayList<>();
  private final Map<HostTensor, SampleValue> parameters = new IdentityHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private SampleValue input;
  private String scope = "node";

  /** A layer or a vertex, and what it reads. */
  private record Entry(Layer layer, GraphVertex vertex, List<String> inputs) {}

  /** Names what is added from now on. */
  public void enter(String node) {
    scope = node;
  }

  private String name() {
    String name = scope;
    for (int count = 2; !names.add(name); count++) {
      name = scope + "#" + count;
    }
    return name;
  }

  /** The network's input. */
  public SampleValue input(Dims dims) {
    enter("image");
    long[] shape = dims.stored();
    String name = name();
    put(name, new OperatorVertex("view", List.of(), List.of(shape)), INPUT);
    input = new SampleValue(dims, name, shape, List.of());
    return input;
  }

  private void put(String name, GraphVertex vertex, String... inputs) {
    entries.put(name, new Entry(null, vertex, List.of(inputs)));
  }

  private SampleValue added(Dims dims, String name) {
    return new SampleValue(dims, name, dims.stored(), List.of());
  }

  /** The vertex that holds a value as it is seen. */
  private String vertex(SampleValue value) {
    if (value.materialised() == null) {
      if (value.steps().isEmpty() && Arrays.equals(value.vertexShape(), value.dims().stored())) {
        value.materialise(value.vertex());
      } else {
        List<String> steps = new ArrayList<>(value.steps());
        steps.add(SketchText.step("reshape", value.dims().stored()));
        String name = name();
        put(name, new OperatorVertex("view", steps, List.of(value.vertexShape())), value.vertex());
        value.materialise(name);
      }
    }
    return value.materialised();
  }

  private SampleValue add(Dims dims, GraphVertex vertex, SampleValue... inputs) {
    String[] from = Arrays.stream(inputs).map(this::vertex).toArray(String[]::new);
    String name = name();
    put(name, vertex, from);
    return added(dims, name);
  }

  private SampleValue add(Dims dims, Layer layer, SampleValue from) {
    String source = vertex(from);
    String name = name();
    entries.put(name, new Entry(layer, null, List.of(source)));
    return added(dims, name);
  }

  private String place(SampleValue layer, String key, HostTensor values, boolean transposed) {
    placements.add(new Placement(layer.vertex(), key, values, transposed));
    return key;
  }

  /**
   * An operator of the engine: computed now where all inputs are known, else by the network.
   *
   * @param dims of the result; its storage must be what the operator gives
   */
  public Operand operator(String name, List<String> arguments, Dims dims, Operand... inputs) {
    boolean known = Arrays.stream(inputs).allMatch(HostTensor.class::isInstance);
    return known
        ? computed(name, arguments, dims, Arrays.copyOf(inputs, inputs.length, HostTensor[].class))
        : vertex(name, arguments, dims, inputs);
  }

  private SampleValue vertex(String name, List<String> arguments, Dims dims, Operand... inputs) {
    SampleValue[] values = Arrays.stream(inputs).map(this::value).toArray(SampleValue[]::new);
    if (name.equals("view")) {
      SampleValue seen = values[0].through(dims, arguments);
      checkView(values[0], seen);
      return seen;
    }
    List<long[]> shapes = Arrays.stream(values).map(value -> value.dims().stored()).toList();
    OperatorVertex vertex = new OperatorVertex(name, arguments, shapes);
    requireShape(vertex, dims);
    return add(dims, vertex, values);
  }

  private static void checkView(SampleValue before, SampleValue after) {
    // a step that does not fit is reported where it is added
    new OperatorVertex("view", after.steps(), List.of(after.vertexShape()));
    if (before == after) {
      throw new IllegalStateException("a view of itself");
    }
  }

  private static void requireShape(SampleVertex vertex, Dims dims) {
    if (HostTensor.count(vertex.outputShape()) != HostTensor.count(dims.stored())) {
      throw new IllegalStateException(
          "shape " + Arrays.toString(vertex.outputShape()) + " was taken for " + dims);
    }
  }

  private static HostTensor computed(
      String name, List<String> arguments, Dims dims, HostTensor... inputs) {
    List<long[]> shapes = Arrays.stream(inputs).map(HostTensor::shape).toList();
    Operator operator = Operators.of(name, arguments, shapes);
    long[] shape = dims.stored();
    if (name.equals("view")) {
      return HostView.of(
          inputs[0], (org.robustgrid.engine.operator.View) operator, arguments, shape);
    }
    double[][] x = Arrays.stream(inputs).map(HostTensor::values).toArray(double[][]::new);
    double[] y = new double[HostTensor.count(operator.outputShape())];
    operator.kernel().forward(x, y);
    HostTensor result = HostTensor.of(inputs[0].kind(), shape, y);
    if (name.equals("join")) {
      result = result.perSample(HostView.joinedFlags(operator, inputs));
    }
    boolean learnt = Arrays.stream(inputs).anyMatch(HostTensor::learnt);
    return learnt
        ? result.by(new HostTensor.Recipe(name, List.copyOf(arguments), List.of(inputs)))
        : result;
  }

  /** A value that the network computes: a known one becomes a learnt array or is recomputed. */
  public SampleValue value(Operand operand) {
    if (operand instanceof SampleValue value) {
      return value;
    }
    HostTensor tensor = (HostTensor) operand;
    if (input == null) {
      throw new Refused("computes nothing from an image");
    }
    if (tensor.anyPerSample()) {
      throw new IllegalArgumentException("a shape cannot be an image's part");
    }
    SampleValue known = parameters.get(tensor);
    if (known == null) {
      known = tensor.recipe() == null ? parameter(tensor) : recomputed(tensor);
      parameters.put(tensor, known);
    }
    return known;
  }

  private SampleValue recomputed(HostTensor tensor) {
    HostTensor.Recipe recipe = tensor.recipe();
    SampleValue[] inputs = recipe.inputs().stream().map(this::value).toArray(SampleValue[]::new);
    return vertex(recipe.operator(), recipe.arguments(), tensor.dims(), inputs);
  }

  private SampleValue parameter(HostTensor tensor) {
    long[] shape = tensor.shape().length == 0 ? new long[] {1} : tensor.shape();
    ParameterVertex vertex = new ParameterVertex(input.dims().stored(), shape, 0, 0);
    String from = vertex(input);
    String name = name();
    put(name, vertex, from);
    SampleValue value = new SampleValue(tensor.dims(), name, shape, List.of());
    place(value, ParameterVertex.VALUES, tensor, false);
    return value;
  }

  /** A layer of Deeplearning4j that applies a function to every number. */
  public SampleValue activation(SampleValue from, IActivation function) {
    return add(from.dims(), new ActivationLayer.Builder().activation(function).build(), from);
  }

  /** The sum of values of one shape. */
  public SampleValue sum(SampleValue... values) {
    return add(values[0].dims(), new ElementWiseVertex(ElementWiseVertex.Op.Add), values);
  }

  /**
   * A dense layer over the last of a sample's axes.
   *
   * @param weights [outputs, inputs], or [inputs, outputs] where not {@code transposed}
   * @param bias of the outputs' number, or {@code null}
   */
  public SampleValue dense(
      SampleValue from, Dims dims, HostTensor weights, boolean transposed, HostTensor bias) {
    long[] stored = from.dims().stored();
    long inputs = weights.shape()[transposed ? 1 : 0];
    long outputs = weights.shape()[transposed ? 0 : 1];
    SampleValue result =
        stored.length == 1
            ? add(dims, denseLayer(inputs, outputs, bias != null), from)
            : add(dims, new TokenDenseVertex(stored, outputs, bias != null), from);
    place(result, "W", weights, transposed);
    if (bias != null) {
      place(result, "b", bias, false);
    }
    return result;
  }

  private static DenseLayer denseLayer(long inputs, long outputs, boolean bias) {
    return new DenseLayer.Builder().nIn(inputs).nOut(outputs).hasBias(bias).build();
  }

  /**
   * Gives a dense layer without bias one.
   *
   * @param value a dense layer's output that nothing else reads
   * @return whether it is one, and now has a bias
   */
  public boolean addBias(SampleValue value, HostTensor bias) {
    Entry entry = entries.get(value.vertex());
    if (!value.steps().isEmpty() || !Arrays.equals(value.vertexShape(), value.dims().stored())) {
      return false;
    }
    if (entry.layer() instanceof DenseLayer dense
        && !dense.hasBias()
        && dense.getNOut() == bias.size()) {
      DenseLayer with = denseLayer(dense.getNIn(), dense.getNOut(), true);
      entries.put(value.vertex(), new Entry(with, null, entry.inputs()));
    } else if (entry.vertex() instanceof TokenDenseVertex dense
        && !dense.hasBias()
        && dense.outputs() == bias.size()) {
      TokenDenseVertex with =
          new TokenDenseVertex(dense.inputShapes().get(0), dense.outputs(), true);
      put(value.vertex(), with, entry.inputs().get(0));
    } else {
      return false;
    }
    place(value, "b", bias, false);
    return true;
  }

  /**
   * Settings of windows, each height and width.
   *
   * @param before padding above and left
   * @param after padding below and right
   */
  public record Windows(
      long[] kernel, long[] stride, long[] dilation, long[] before, long[] after) {

    boolean symmetric() {
      return Arrays.equals(before, after);
    }

    static int[] ints(long[] pair) {
      return new int[] {Math.toIntExact(pair[0]), Math.toIntExact(pair[1])};
    }
  }

  /**
   * A convolution.
   *
   * @param from images [channels, height, width]
   * @param dims of the result
   * @param weights [outputs, channels/groups, height, width]
   */
  public SampleValue convolution(
      SampleValue from, Dims dims, Windows windows, long groups, HostTensor weights, HostTensor b) {
    long[] shape = from.dims().stored();
    long[] to = dims.stored();
    SampleValue result;
    if (groups == 1) {
      SampleValue images = from;
      long[] padding = windows.before();
      if (!windows.symmetric()) {
        images = padded(from, windows);
        padding = new long[] {0, 0};
      }
      ConvolutionLayer layer =
          new ConvolutionLayer.Builder(
                  Windows.ints(windows.kernel()),
                  Windows.ints(windows.stride()),
                  Windows.ints(padding))
              .dilation(Windows.ints(windows.dilation()))
              .nIn(shape[0])
              .nOut(to[0])
              .hasBias(b != null)
              .build();
      result = add(dims, layer, images);
    } else {
      result =
          add(
              dims,
              new ConvolutionVertex(
                  shape,
                  false,
                  to[0],
                  groups,
                  windows.kernel(),
                  windows.stride(),
                  windows.dilation(),
                  windows.before(),
                  new long[] {to[1], to[2]},
                  b != null),
              from);
    }
    place(result, "W", weights, false);
    if (b != null) {
      place(result, "b", b, false);
    }
    return result;
  }

  private SampleValue padded(SampleValue from, Windows windows) {
    long[] size = from.dims().stored();
    List<String> steps = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      steps.add(
          SketchText.step("pad", side + 1, windows.before()[side], windows.after()[side])
              + " constant 0");
      size[side + 1] += windows.before()[side] + windows.after()[side];
    }
    return (SampleValue) operator("view", steps, Dims.fixed(size), from);
  }

  /** The transpose of a convolution; weights are [channels, outputs/groups, height, width]. */
  public SampleValue transposedConvolution(
      SampleValue from, Dims dims, Windows windows, long groups, HostTensor weights, HostTensor b) {
    long[] to = dims.stored();
    SampleValue result =
        add(
            dims,
            new ConvolutionVertex(
                from.dims().stored(),
                true,
                to[0],
                groups,
                windows.kernel(),
                windows.stride(),
                windows.dilation(),
                windows.before(),
                new long[] {to[1], to[2]},
                b != null),
            from);
    place(result, "W", weights, false);
    if (b != null) {
      place(result, "b", b, false);
    }
    return result;
  }

  /** Batch norm with running statistics over the first of a sample's axes. */
  public SampleValue batchNorm(
      SampleValue from,
      double epsilon,
      HostTensor scale,
      HostTensor shift,
      HostTensor mean,
      HostTensor variance) {
    BatchNormalization layer =
        new BatchNormalization.Builder()
            .eps(epsilon)
            .decay(0.9)
            .useLogStd(false)
            .nIn(scale.size())
            .nOut(scale.size())
            .build();
    SampleValue result = add(from.dims(), layer, from);
    place(result, "gamma", scale, false);
    place(result, "beta", shift, false);
    place(result, "mean", mean, false);
    place(result, "var", variance, false);
    return result;
  }

  /** Pooling by a layer of Deeplearning4j, whose windows lie inside the padded image. */
  public SampleValue pooling(
      SampleValue from, Dims dims, boolean maximum, Windows windows, boolean countPadding) {
    SubsamplingLayer layer =
        new SubsamplingLayer.Builder(
                maximum ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG)
            .kernelSize(Windows.ints(windows.kernel()))
            .stride(Windows.ints(windows.stride()))
            .padding(Windows.ints(windows.before()))
            .build();
    layer.setAvgPoolIncludePadInDivisor(countPadding);
    return add(dims, layer, from);
  }

  /** Pooling over whole images. */
  public SampleValue globalPooling(SampleValue from, Dims dims, boolean maximum) {
    Layer layer =
        new GlobalPoolingLayer.Builder(maximum ? PoolingType.MAX : PoolingType.AVG).build();
    SampleValue pooled = add(Dims.fixed(from.dims().stored()[0]), layer, from);
    return new SampleValue(dims, pooled.vertex(), new long[] {from.dims().stored()[0]}, List.of());
  }

  /** Ends the network: a last dense layer becomes an output layer, else a loss layer follows. */
  public Blueprint finish(SampleValue logits) {
    String last = vertex(logits);
    boolean read = entries.values().stream().anyMatch(entry -> entry.inputs().contains(last));
    enter("logits");
    String output = last;
    if (!read && entries.get(last).layer() instanceof DenseLayer dense) {
      Layer layer =
          new OutputLayer.Builder(new LossMCXENT())
              .activation(Activation.SOFTMAX)
              .nIn(dense.getNIn())
              .nOut(dense.getNOut())
              .hasBias(dense.hasBias())
              .build();
      entries.put(last, new Entry(layer, null, entries.get(last).inputs()));
    } else {
      Layer layer = new LossLayer.Builder(new LossMCXENT()).activation(Activation.SOFTMAX).build();
      output = name();
      entries.put(output, new Entry(layer, null, List.of(last)));
    }
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs(INPUT);
    Set<String> live = live(output);
    entries.forEach(
        (name, entry) -> {
          if (!live.contains(name)) {
            return;
          }
          String[] inputs = entry.inputs().toArray(String[]::new);
          if (entry.layer() != null) {
            graph.addLayer(name, entry.layer(), inputs);
          } else {
            graph.addVertex(name, entry.vertex(), inputs);
          }
        });
    List<Placement> kept =
        placements.stream().filter(placement -> live.contains(placement.vertex())).toList();
    return new Blueprint(
        graph.setOutputs(output).build(),
        kept,
        Signature.of(input.dims().stored(), HostTensor.count(logits.dims().stored())));
  }

  /** Names of what a vertex depends on, and its own. */
  private Set<String> live(String output) {
    Set<String> live = new HashSet<>(Set.of(output));
    List<String> reversed = new ArrayList<>(entries.keySet());
    java.util.Collections.reverse(reversed);
    // every vertex stands behind those it reads, but the output, which may have been put again
    for (String name : reversed) {
      if (live.contains(name)) {
        live.addAll(entries.get(name).inputs());
      }
    }
    return live;
  }
}
