package org.robustgrid.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.schedule.FixedSchedule;

/** Small networks of every layer, setting and vertex that a model file may name. */
final class SweepGraphs {

  private static final InputType IMAGES = InputType.convolutionalFlat(7, 6, 2);
  private static final InputType VECTORS = InputType.feedForward(5);

  private final List<SweepCase> cases = new ArrayList<>();

  private SweepGraphs() {}

  static List<SweepCase> all() {
    SweepGraphs sweep = new SweepGraphs();
    sweep.activations();
    sweep.windows();
    sweep.otherLayers();
    sweep.dropouts();
    sweep.vertices();
    sweep.outputs();
    sweep.channelsLast();
    sweep.refusals();
    return sweep.cases;
  }

  static Map<String, IActivation> functions() {
    List<IActivation> functions =
        List.of(
            new ActivationCube(),
            new ActivationELU(),
            new ActivationELU(0.2),
            new ActivationGELU(false),
            new ActivationGELU(true),
            new ActivationHardSigmoid(),
            new ActivationHardTanH(),
            new ActivationIdentity(),
            new ActivationLReLU(),
            new ActivationLReLU(0.3),
            new ActivationMish(),
            new ActivationRationalTanh(),
            new ActivationReLU(),
            new ActivationReLU(0.5, null, null),
            new ActivationReLU(null, 0.3, null),
            new ActivationReLU(null, null, 0.2),
            new ActivationReLU(0.7, 0.3, 0.2),
            new ActivationReLU(0.9, -0.2, 0.0),
            new ActivationReLU6(),
            new ActivationRectifiedTanh(),
            new ActivationSELU(),
            new ActivationSigmoid(),
            new ActivationSoftPlus(),
            new ActivationSoftSign(),
            new ActivationSoftmax(),
            new ActivationSwish(),
            new ActivationTanH(),
            new ActivationThresholdedReLU(),
            new ActivationThresholdedReLU(0.2));
    Map<String, IActivation> named = new LinkedHashMap<>();
    for (IActivation function : functions) {
      String name = function.getClass().getSimpleName();
      named.put(named.containsKey(name) ? name + " " + named.size() : name, function);
    }
    return named;
  }

  /** Layers that read images, by name. */
  private static Map<String, Supplier<Layer>> imageLayers() {
    Map<String, Supplier<Layer>> layers = new LinkedHashMap<>();
    layers.put("convolution", () -> new ConvolutionLayer.Builder(3, 3).nOut(4).build());
    layers.put("wide convolution", () -> new ConvolutionLayer.Builder(3, 3).nOut(16).build());
    layers.put(
        "same convolution",
        () ->
            new ConvolutionLayer.Builder(3, 3)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(4)
                .build());
    layers.put("deconvolution", () -> new Deconvolution2D.Builder(2, 2).nOut(4).build());
    layers.put(
        "depthwise convolution",
        () -> new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build());
    layers.put(
        "separable convolution", () -> new SeparableConvolution2D.Builder(3, 3).nOut(4).build());
    layers.put("batch norm", BatchNormalization::new);
    layers.put("activation layer", () -> new ActivationLayer.Builder().build());
    layers.put("prelu", () -> new PReLULayer.Builder().inputShape(16, 7, 6).build());
    layers.put("dense on images", () -> new DenseLayer.Builder().nOut(4).build());
    return layers;
  }

  private static Map<String, Supplier<Layer>> vectorLayers() {
    Map<String, Supplier<Layer>> layers = new LinkedHashMap<>();
    layers.put("dense", () -> new DenseLayer.Builder().nOut(4).build());
    layers.put("batch norm of vectors", BatchNormalization::new);
    layers.put("activation layer of vectors", () -> new ActivationLayer.Builder().build());
    return layers;
  }

  static ComputationGraphConfiguration close(GraphBuilder g, String last, InputType type) {
    g.addLayer(
        "output",
        new OutputLayer.Builder(new LossMSE()).activation(new ActivationIdentity()).nOut(3).build(),
        last);
    return g.setOutputs("output").setInputTypes(type).build();
  }

  private static ConvolutionLayer first(int channels) {
    return new ConvolutionLayer.Builder(1, 1).nOut(channels).build();
  }

  /** The layer after 16 channels of images, or after a dense layer. */
  private static ComputationGraphConfiguration around(Layer layer, boolean ofImages, int channels) {
    GraphBuilder g = SampleGraphs.builder();
    g.addLayer(
        "first", ofImages ? first(channels) : new DenseLayer.Builder().nOut(6).build(), "input");
    g.addLayer("x", layer, "first");
    return close(g, "x", ofImages ? IMAGES : VECTORS);
  }

  private static ComputationGraphConfiguration around(Layer layer) {
    return around(layer, true, 16);
  }

  private SweepCase add(String name, Supplier<ComputationGraphConfiguration> configuration) {
    SweepCase added = SweepCase.right(name, configuration);
    cases.add(added);
    return added;
  }

  private void refused(
      String name, Supplier<ComputationGraphConfiguration> configuration, String message) {
    cases.add(SweepCase.right(name, configuration).refusedAs(message));
  }

  private void notTrained(
      String name, Supplier<ComputationGraphConfiguration> configuration, String message) {
    cases.add(SweepCase.right(name, configuration).notTrainedAs(message));
  }

  private static Layer with(Layer layer, IActivation function) {
    if (layer instanceof ActivationLayer activation) {
      activation.setActivationFn(function);
    } else {
      ((BaseLayer) layer).setActivationFn(function);
    }
    return layer;
  }

  private void activations() {
    functions()
        .forEach(
            (name, function) -> {
              imageLayers()
                  .forEach(
                      (host, layer) ->
                          add(name + " after " + host, () -> around(with(layer.get(), function))));
              vectorLayers()
                  .forEach(
                      (host, layer) ->
                          add(
                              name + " after " + host,
                              () -> around(with(layer.get(), function), false, 0)));
            });
  }

  /** A window's numbers: kernel, stride, padding, dilation. */
  private record Geometry(int kernel, int stride, int padding, int dilation) {}

  private void windows() {
    List<Geometry> geometries =
        List.of(
            new Geometry(3, 1, 0, 1),
            new Geometry(3, 2, 1, 1),
            new Geometry(2, 2, 0, 1),
            new Geometry(3, 1, 1, 2),
            new Geometry(2, 2, 1, 2));
    for (ConvolutionMode mode : List.of(ConvolutionMode.Truncate, ConvolutionMode.Same)) {
      for (Geometry g : geometries) {
        for (int channels : new int[] {3, 16}) {
          windowLayers(mode, g, channels)
              .forEach(
                  (kind, layer) -> {
                    String name = kind + " " + mode + " " + g + " of " + channels;
                    Supplier<ComputationGraphConfiguration> graph =
                        () -> around(layer.get(), true, channels);
                    if (kind.startsWith("pooling") && g.dilation > 1 && !kind.endsWith("SUM")) {
                      refused(name, graph, "layer 'x' (SubsamplingLayer) is a dilated pooling");
                    } else if (kind.equals("pooling SUM")) {
                      refused(name, graph, "layer 'x' (SubsamplingLayer) pools by SUM");
                    } else if (kind.equals("deconvolution") && g.dilation > 1) {
                      refused(name, graph, "layer 'x' (Deconvolution2D) is dilated");
                    } else {
                      add(name, graph);
                    }
                  });
        }
      }
    }
  }

  private static Map<String, Supplier<Layer>> windowLayers(
      ConvolutionMode mode, Geometry g, int channels) {
    Map<String, Supplier<Layer>> layers = new LinkedHashMap<>();
    layers.put(
        "convolution",
        () -> windowed(new ConvolutionLayer.Builder(), mode, g).nOut(channels).build());
    layers.put(
        "deconvolution",
        () -> windowed(new Deconvolution2D.Builder(), mode, g).nOut(channels).build());
    layers.put(
        "depthwise",
        () -> windowed(new DepthwiseConvolution2D.Builder().depthMultiplier(2), mode, g).build());
    layers.put(
        "separable",
        () -> windowed(new SeparableConvolution2D.Builder(), mode, g).nOut(channels).build());
    int padding = mode == ConvolutionMode.Same ? 0 : g.padding;
    for (SubsamplingLayer.PoolingType type : SubsamplingLayer.PoolingType.values()) {
      layers.put(
          "pooling " + type,
          () ->
              new SubsamplingLayer.Builder(type)
                  .kernelSize(g.kernel, g.kernel)
                  .stride(g.stride, g.stride)
                  .padding(padding, padding)
                  .dilation(g.dilation, g.dilation)
                  .convolutionMode(mode)
                  .pnorm(3)
                  .build());
    }
    return layers;
  }

  private static <B extends ConvolutionLayer.BaseConvBuilder<B>> B windowed(
      B builder, ConvolutionMode mode, Geometry g) {
    // Deeplearning4j refuses explicit padding beside Same
    int padding = mode == ConvolutionMode.Same ? 0 : g.padding;
    return builder
        .kernelSize(g.kernel, g.kernel)
        .stride(g.stride, g.stride)
        .padding(padding, padding)
        .dilation(g.dilation, g.dilation)
        .convolutionMode(mode);
  }

  private void otherLayers() {
    for (PoolingType type : PoolingType.values()) {
      for (boolean collapse : new boolean[] {true, false}) {
        add(
            "global pooling " + type + (collapse ? "" : " as images"),
            () ->
                around(
                    new GlobalPoolingLayer.Builder(type)
                        .collapseDimensions(collapse)
                        .pnorm(3)
                        .build()));
      }
    }
    for (double alpha : new double[] {1e-4, 0.1}) {
      refused(
          "response norm with " + alpha,
          () -> around(new LocalResponseNormalization.Builder(3, alpha, 0.6).k(1.5).build()),
          "layer 'x' (LocalResponseNormalization) is a response normalization");
    }
    add("upsampling", () -> around(new Upsampling2D.Builder(2).build()));
    add(
        "uneven upsampling",
        () -> around(new Upsampling2D.Builder(2).size(new int[] {1, 3}).build()));
    add("zero padding", () -> around(new ZeroPaddingLayer.Builder(1, 2, 0, 3).build()));
    add("cropping", () -> around(new Cropping2D(1, 2, 0, 1)));
    add(
        "shared prelu",
        () -> around(new PReLULayer.Builder().inputShape(16, 7, 6).sharedAxes(2, 3).build()));
    add("prelu of vectors", () -> around(new PReLULayer.Builder().inputShape(6).build(), false, 0));
    for (boolean logarithm : new boolean[] {true, false}) {
      for (boolean locked : new boolean[] {true, false}) {
        Supplier<Layer> norm =
            () ->
                new BatchNormalization.Builder(locked)
                    .useLogStd(logarithm)
                    .gamma(1.3)
                    .beta(0.2)
                    .eps(1e-3)
                    .build();
        String name = "batch norm" + (logarithm ? " by logarithm" : "") + (locked ? " locked" : "");
        add(name, () -> around(norm.get()));
        add(name + " after activation", () -> afterActivation(norm.get()));
        add(name + " of vectors' features", () -> around(norm.get(), false, 0));
      }
    }
    for (boolean bias : new boolean[] {true, false}) {
      add(
          "bias " + bias,
          () -> around(new DenseLayer.Builder().nOut(4).hasBias(bias).build(), false, 0));
      refused(
          "layer norm, bias " + bias,
          () ->
              around(
                  new DenseLayer.Builder().nOut(4).hasBias(bias).hasLayerNorm(true).build(),
                  false,
                  0),
          "layer 'x' (DenseLayer) has a layer norm");
      add(
          "same convolution, bias " + bias,
          () ->
              around(
                  new ConvolutionLayer.Builder(3, 3)
                      .convolutionMode(ConvolutionMode.Same)
                      .hasBias(bias)
                      .nOut(4)
                      .build()));
      add(
          "depthwise convolution, bias " + bias,
          () -> around(new DepthwiseConvolution2D.Builder(3, 3).hasBias(bias).nOut(4).build()));
    }
  }

  private static ComputationGraphConfiguration afterActivation(Layer layer) {
    GraphBuilder g = SampleGraphs.builder();
    g.addLayer("first", first(16), "input");
    g.addLayer("tanh", new ActivationLayer(new ActivationTanH()), "first");
    g.addLayer("x", layer, "tanh");
    return close(g, "x", IMAGES);
  }

  private static Map<String, Supplier<IDropout>> dropoutKinds() {
    Map<String, Supplier<IDropout>> kinds = new LinkedHashMap<>();
    kinds.put("dropout", () -> new Dropout(0.6));
    kinds.put("alpha dropout", () -> new AlphaDropout(0.7));
    kinds.put("gaussian dropout", () -> new GaussianDropout(0.3));
    kinds.put("gaussian noise", () -> new GaussianNoise(0.4));
    kinds.put("spatial dropout", () -> new SpatialDropout(0.6));
    return kinds;
  }

  private static Layer with(Layer layer, IDropout dropout) {
    layer.setIDropout(dropout);
    return layer;
  }

  private void dropouts() {
    dropoutKinds()
        .forEach(
            (kind, dropout) -> {
              Map<String, Supplier<Layer>> layers = imageLayers();
              layers.remove("dense on images");
              layers.put("pooling", () -> new SubsamplingLayer.Builder().kernelSize(2, 2).build());
              layers.put("upsampling", () -> new Upsampling2D.Builder(2).build());
              layers.put("dropout layer", () -> new DropoutLayer());
              layers.forEach(
                  (host, layer) ->
                      add(
                          kind + " before " + host,
                          () -> around(with(layer.get(), dropout.get()))));
              Map<String, Supplier<Layer>> ofVectors = vectorLayers();
              ofVectors.put(
                  "elu", () -> with(new DenseLayer.Builder().nOut(4).build(), new ActivationELU()));
              ofVectors.forEach(
                  (host, layer) -> {
                    Supplier<ComputationGraphConfiguration> graph =
                        () -> around(with(layer.get(), dropout.get()), false, 0);
                    boolean drops = !host.startsWith("batch") && !host.startsWith("activation");
                    if (kind.startsWith("spatial") && drops) {
                      notTrained(
                          kind + " before " + host,
                          graph,
                          "layer 'x' (DenseLayer) cannot be trained: its dropout");
                    } else {
                      add(kind + " before " + host, graph);
                    }
                  });
            });
    notTrained(
        "dropout by schedule",
        () ->
            around(
                with(new DenseLayer.Builder().nOut(4).build(), new Dropout(new FixedSchedule(0.5))),
                false,
                0),
        "layer 'x' (DenseLayer) cannot be trained: its dropout");
    for (Supplier<Layer> layer : imageLayers().values()) {
      if (layer.get() instanceof BaseLayer weighted) {
        String type = weighted.getClass().getSimpleName();
        notTrained(
            "weight noise in " + type + " " + cases.size(),
            () -> {
              BaseLayer noisy = (BaseLayer) layer.get();
              noisy.setWeightNoise(new DropConnect(0.5));
              return around(noisy);
            },
            "layer 'x' (" + type + ") cannot be trained: it has weight noise");
      }
    }
    notTrained(
        "constraints",
        () ->
            around(
                new DenseLayer.Builder()
                    .nOut(4)
                    .constrainWeights(new MaxNormConstraint(1, 1))
                    .build(),
                false,
                0),
        "layer 'x' (DenseLayer) cannot be trained: it has constraints");
  }

  private void vertex(String name, Supplier<GraphVertex> vertex, boolean images, int inputs) {
    add(
        name + " of " + inputs + (images ? " images" : " vectors"),
        () -> joined(vertex.get(), images, inputs));
  }

  private static ComputationGraphConfiguration joined(
      GraphVertex vertex, boolean images, int inputs) {
    GraphBuilder g = SampleGraphs.builder();
    String[] names = new String[inputs];
    for (int i = 0; i < inputs; i++) {
      names[i] = "branch" + i;
      g.addLayer(names[i], images ? first(16) : new DenseLayer.Builder().nOut(6).build(), "input");
    }
    g.addVertex("x", vertex, names);
    return close(g, "x", images ? IMAGES : VECTORS);
  }

  private void vertices() {
    for (boolean images : new boolean[] {true, false}) {
      for (ElementWiseVertex.Op op : ElementWiseVertex.Op.values()) {
        for (int inputs = op == ElementWiseVertex.Op.Subtract ? 2 : 1; inputs < 4; inputs++) {
          if (op != ElementWiseVertex.Op.Subtract || inputs == 2) {
            vertex("element-wise " + op, () -> new ElementWiseVertex(op), images, inputs);
          }
        }
      }
      vertex("merge", MergeVertex::new, images, 1);
      vertex("merge", MergeVertex::new, images, 3);
      vertex("scale", () -> new ScaleVertex(-1.7), images, 1);
      vertex("shift", () -> new ShiftVertex(0.3), images, 1);
    }
    vertex("reshape", () -> new ReshapeVertex('c', new int[] {-1, 6 * 7 * 16}, null), true, 1);
    vertex(
        "reshape to images", () -> new ReshapeVertex('c', new int[] {-1, 8, 12, 7}, null), true, 1);
    vertex("reshape", () -> new ReshapeVertex('c', new int[] {-1, 1, 2, 3}, null), false, 1);
    vertex("subset", () -> new SubsetVertex(1, 4), false, 1);
    vertex("l2 normalize", L2NormalizeVertex::new, false, 1);
    refused(
        "l2 normalize of images",
        () -> joined(new L2NormalizeVertex(), true, 1),
        "layer 'x' (L2NormalizeVertex) normalizes images");
    refused(
        "subset of images",
        () -> {
          GraphBuilder g = SampleGraphs.builder();
          ConvolutionLayer convolution = new ConvolutionLayer.Builder(1, 1).nIn(2).nOut(6).build();
          g.addLayer("c", convolution, new FeedForwardToCnnPreProcessor(7, 6, 2), "input");
          g.addVertex("x", new SubsetVertex(1, 4), "c");
          g.addLayer("p", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "x");
          g.addLayer("output", new OutputLayer.Builder(new LossMSE()).nIn(4).nOut(3).build(), "p");
          return g.setOutputs("output").build();
        },
        "layer 'x' (SubsetVertex) takes channels out of images");
    vertex(
        "preprocessor",
        () -> new PreprocessorVertex(new CnnToFeedForwardPreProcessor(7, 6, 16)),
        true,
        1);
    add("residual of layers left to Deeplearning4j", SweepGraphs::residual);
    refused(
        "broadcast product",
        () -> {
          GraphBuilder g = SampleGraphs.builder();
          g.addLayer("a", new DenseLayer.Builder().nIn(5).nOut(6).build(), "input");
          g.addLayer("b", new DenseLayer.Builder().nIn(5).nOut(1).build(), "input");
          g.addVertex("x", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b");
          g.addLayer("output", new OutputLayer.Builder(new LossMSE()).nIn(6).nOut(3).build(), "x");
          return g.setOutputs("output").build();
        },
        "layer 'x' (ElementWiseVertex) joins inputs of the shapes [6], [1]");
    refused(
        "merge of rows",
        () -> {
          ComputationGraphConfiguration built = joined(new MergeVertex(), true, 2);
          ((MergeVertex) built.getVertices().get("x")).setMergeAxis(2);
          return built;
        },
        "layer 'x' (MergeVertex) merges along axis 2");
    refused(
        "reshape of a fixed batch",
        () -> joined(new ReshapeVertex('c', new int[] {2, 6}, null), false, 1),
        "layer 'x' (ReshapeVertex) reshapes to [2, 6]");
    refused(
        "reshape in order f",
        () -> joined(new ReshapeVertex('f', new int[] {-1, 6}, null), false, 1),
        "layer 'x' (ReshapeVertex) reshapes to [-1, 6] in order f");
    refused(
        "stack",
        () -> joined(new StackVertex(), false, 2),
        "layer 'x' (StackVertex) is of a class that is not computed");
  }

  /** All at once: an inherited activation, dropout, branches, and what no kernel covers. */
  private static ComputationGraphConfiguration residual() {
    GraphBuilder g = SampleGraphs.builder();
    g.addLayer("c1", with(with(same(16), new ActivationLReLU()), new Dropout(0.8)), "input");
    g.addLayer("b1", with(new BatchNormalization(), new ActivationLReLU()), "c1");
    g.addLayer("c2", with(with(same(16), new ActivationELU(0.4)), new SpatialDropout(0.8)), "b1");
    g.addLayer("b2", with(new BatchNormalization(), new ActivationSigmoid()), "c2");
    g.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b1", "b2");
    g.addLayer("r", new ActivationLayer(new ActivationReLU()), "sum");
    g.addLayer("up", new Upsampling2D.Builder(2).build(), "r");
    g.addLayer("p", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "up");
    return close(g, "p", IMAGES);
  }

  private static Layer same(int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(channels)
        .build();
  }

  private void outputs() {
    functions()
        .forEach(
            (name, function) -> {
              add(
                  "output with " + name,
                  () -> {
                    GraphBuilder g = SampleGraphs.builder();
                    g.addLayer(
                        "output",
                        new OutputLayer.Builder(new LossMSE()).activation(function).nOut(3).build(),
                        "input");
                    return g.setOutputs("output").setInputTypes(VECTORS).build();
                  });
              add(
                  "loss with " + name,
                  () -> {
                    GraphBuilder g = SampleGraphs.builder();
                    g.addLayer("d", new DenseLayer.Builder().nOut(3).build(), "input");
                    g.addLayer(
                        "output",
                        new LossLayer.Builder(new LossMSE()).activation(function).build(),
                        "d");
                    return g.setOutputs("output").setInputTypes(VECTORS).build();
                  });
            });
    refused(
        "images as output",
        () -> {
          GraphBuilder g = SampleGraphs.builder();
          g.addLayer("c", first(3), "input");
          g.addLayer("x", new CnnLossLayer.Builder(new LossMSE()).build(), "c");
          return g.setOutputs("x").setInputTypes(IMAGES).build();
        },
        "layer 'x' (CnnLossLayer) is of a class that is not computed");
    refused(
        "convolution as output",
        () -> {
          GraphBuilder g = SampleGraphs.builder();
          g.addLayer("c", first(3), "input");
          return g.setOutputs("c").setInputTypes(IMAGES).build();
        },
        "the output 'c' is images of shape [3, 7, 6]");
  }

  private void channelsLast() {
    channelsLast(first(16), l -> ((ConvolutionLayer) l).setCnn2dDataFormat(CNN2DFormat.NHWC));
    channelsLast(
        new DepthwiseConvolution2D.Builder(3, 3).build(),
        l -> ((ConvolutionLayer) l).setCnn2dDataFormat(CNN2DFormat.NHWC));
    channelsLast(
        new SeparableConvolution2D.Builder(3, 3).nOut(4).build(),
        l -> ((ConvolutionLayer) l).setCnn2dDataFormat(CNN2DFormat.NHWC));
    channelsLast(
        new Deconvolution2D.Builder(3, 3).nOut(4).build(),
        l -> ((ConvolutionLayer) l).setCnn2dDataFormat(CNN2DFormat.NHWC));
    channelsLast(
        new SubsamplingLayer.Builder().kernelSize(2, 2).build(),
        l -> ((SubsamplingLayer) l).setCnn2dDataFormat(CNN2DFormat.NHWC));
    channelsLast(
        new BatchNormalization(), l -> ((BatchNormalization) l).setCnn2DFormat(CNN2DFormat.NHWC));
    channelsLast(
        new LocalResponseNormalization.Builder().build(),
        l -> ((LocalResponseNormalization) l).setDataFormat(CNN2DFormat.NHWC));
    channelsLast(
        new Upsampling2D.Builder(2).build(), l -> ((Upsampling2D) l).setFormat(CNN2DFormat.NHWC));
    channelsLast(
        new ZeroPaddingLayer.Builder(1, 1).build(),
        l -> ((ZeroPaddingLayer) l).setDataFormat(CNN2DFormat.NHWC));
    channelsLast(new Cropping2D(1, 1), l -> ((Cropping2D) l).setDataFormat(CNN2DFormat.NHWC));
    refused(
        "flattened channels last",
        () ->
            joined(
                new PreprocessorVertex(
                    new CnnToFeedForwardPreProcessor(7, 6, 16, CNN2DFormat.NHWC)),
                true,
                1),
        "layer 'x' (CnnToFeedForwardPreProcessor) has its channels last (NHWC)");
  }

  private void channelsLast(Layer layer, Consumer<Layer> change) {
    String type = layer.getClass().getSimpleName();
    refused(
        "channels last in " + type,
        () -> {
          ComputationGraphConfiguration built = around(layer);
          change.accept(((LayerVertex) built.getVertices().get("x")).getLayerConf().getLayer());
          return built;
        },
        "layer 'x' (" + type + ") has its channels last (NHWC)");
  }

  private void refusals() {
    refused(
        "random leaky relu",
        () ->
            around(
                new DenseLayer.Builder().nOut(4).activation(new ActivationRReLU()).build(),
                false,
                0),
        "layer 'x' (DenseLayer) has the activation function ActivationRReLU");
    refused(
        "causal convolution",
        () -> {
          ComputationGraphConfiguration built = around(first(4));
          ((ConvolutionLayer)
                  ((LayerVertex) built.getVertices().get("x")).getLayerConf().getLayer())
              .setConvolutionMode(ConvolutionMode.Causal);
          return built;
        },
        "layer 'x' (ConvolutionLayer) has the convolution mode Causal");
    refused(
        "frozen layer",
        () -> around(new FrozenLayer(new DenseLayer.Builder().nOut(4).nIn(6).build()), false, 0),
        "layer 'x' (FrozenLayer) is of a class that is not computed");
    refused(
        "pooling over rows",
        () -> {
          ComputationGraphConfiguration built =
              around(new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
          LayerVertex vertex = (LayerVertex) built.getVertices().get("x");
          ((GlobalPoolingLayer) vertex.getLayerConf().getLayer())
              .setPoolingDimensions(new int[] {3});
          return built;
        },
        "layer 'x' (GlobalPoolingLayer) pools over dimensions [3]");
    refused(
        "strict convolution with pixels left over",
        () -> {
          ComputationGraphConfiguration built =
              around(new ConvolutionLayer.Builder(2, 2).stride(2, 2).nOut(4).build());
          ((ConvolutionLayer)
                  ((LayerVertex) built.getVertices().get("x")).getLayerConf().getLayer())
              .setConvolutionMode(ConvolutionMode.Strict);
          return built;
        },
        "layer 'x' (ConvolutionLayer) has the convolution mode Strict");
  }
}
