package org.robustgrid.bench;

import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.bench.speed.BenchedNetwork;

/** Networks of one layer, at a shape of {@code resnet-18}'s first stage, and an output layer. */
enum LayerGraph {
  /** 3×3, stride 1. */
  CONVOLUTION(() -> convolution(1)),
  /** 3×3, stride 2. */
  STRIDED_CONVOLUTION(() -> convolution(2)),
  /** 64·8·8 to 512. */
  DENSE(() -> new DenseLayer.Builder().nOut(512).build(), 64, 8, 8),
  BATCH_NORM(() -> new BatchNormalization.Builder().eps(1e-5).useLogStd(false).build()),
  /** 2×2, stride 2. */
  MAX_POOLING(() -> pooling(SubsamplingLayer.PoolingType.MAX)),
  /** 2×2, stride 2. */
  AVERAGE_POOLING(() -> pooling(SubsamplingLayer.PoolingType.AVG));

  private final Supplier<Layer> layer;
  private final long[] input;

  LayerGraph(Supplier<Layer> layer) {
    this(layer, 64, 32, 32);
  }

  LayerGraph(Supplier<Layer> layer, long... input) {
    this.layer = layer;
    this.input = input;
  }

  private static Layer convolution(int stride) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(64)
        .stride(stride, stride)
        .padding(1, 1)
        .hasBias(false)
        .build();
  }

  private static Layer pooling(SubsamplingLayer.PoolingType type) {
    return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
  }

  /** Whether a work names a layer. */
  static boolean isOne(String work) {
    return Arrays.stream(values()).anyMatch(layer -> work.startsWith(layer + ":"));
  }

  /**
   * A network with a batch.
   *
   * @param work layer and batch, for example {@code DENSE:64}
   */
  static BenchedNetwork network(String work) {
    String[] parts = work.split(":");
    LayerGraph graph = valueOf(parts[0]);
    return BenchedNetwork.of(
        request -> graph.configuration(request.classes(), request.seed()),
        graph.input,
        Integer.parseInt(parts[1]));
  }

  private ComputationGraphConfiguration configuration(int classes, long seed) {
    var graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs("input");
    String last = name().toLowerCase(java.util.Locale.ROOT);
    graph.addLayer(last, layer.get(), "input");
    if (this != DENSE) {
      // a dense layer over all pixels would cost more than what is measured
      graph.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
      last = "mean";
    }
    OutputLayer output =
        new OutputLayer.Builder(new LossMCXENT())
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .build();
    return graph
        .addLayer("output", output, last)
        .setOutputs("output")
        .setInputTypes(InputType.convolutionalFlat(input[1], input[2], input[0]))
        .build();
  }
}
