package org.robustgrid.architectures;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.spi.network.ArchitectureRequest;

/**
 * Builds a configuration; each call adds a named layer after the last one.
 *
 * <p>Deeplearning4j's configuration does not keep the input type. Image networks are declared on
 * flat images, so that their first layer carries a preprocessor that knows channels, height and
 * width (and passes four-dimensional input through).
 */
final class GraphSketch {

  private static final String INPUT = "input";

  private final ArchitectureRequest request;
  private final GraphBuilder graph;
  private String last = INPUT;
  private boolean flattened;

  /**
   * Starts a graph without layers.
   *
   * @param weights distribution of the initial weights
   */
  GraphSketch(ArchitectureRequest request, WeightInit weights) {
    this.request = request;
    requireKnown(request.inputShape());
    this.graph =
        new NeuralNetConfiguration.Builder()
            .seed(request.seed())
            .weightInit(weights)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs(INPUT);
  }

  /**
   * Checks that inputs are vectors or images.
   *
   * @throws IllegalArgumentException if they are neither
   */
  static void requireKnown(long[] shape) {
    if ((shape.length != 1 && shape.length != 3) || Arrays.stream(shape).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "the input shape must be [features] or [channels, height, width], but is "
              + Arrays.toString(shape));
    }
  }

  /** The name of the layer added last. */
  String last() {
    return last;
  }

  /** Continues after an earlier layer. */
  GraphSketch after(String layer) {
    last = layer;
    return this;
  }

  GraphSketch convolution(
      String name, long channels, int kernel, int stride, int padding, boolean bias) {
    return add(
        name,
        new ConvolutionLayer.Builder(kernel, kernel)
            .nOut(channels)
            .stride(stride, stride)
            .padding(padding, padding)
            .hasBias(bias)
            .build());
  }

  /** Batch norm with epsilon 1e-5; running mean and variance (not its logarithm) decay by 0.9. */
  GraphSketch batchNorm(String name) {
    return add(
        name, new BatchNormalization.Builder().eps(1e-5).decay(0.9).useLogStd(false).build());
  }

  GraphSketch activation(String name, ActivationChoice choice) {
    return add(name, new ActivationLayer.Builder().activation(choice.function()).build());
  }

  /** Max pooling over windows of 2 by 2 that do not overlap. */
  GraphSketch maxPooling(String name) {
    return add(
        name,
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(2, 2)
            .stride(2, 2)
            .build());
  }

  GraphSketch globalAveragePooling(String name) {
    return add(name, new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
  }

  GraphSketch dense(String name, long width) {
    DenseLayer layer = new DenseLayer.Builder().nOut(width).build();
    return flattensInput() ? addFlattening(name, layer) : add(name, layer);
  }

  /** Adds dropout of activations, or nothing if the probability is 0. */
  GraphSketch dropout(String name, double probability) {
    // Deeplearning4j expects the probability of keeping an activation
    return probability > 0 ? add(name, new DropoutLayer(1 - probability)) : this;
  }

  GraphSketch sum(String name, String first, String second) {
    graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), first, second);
    last = name;
    return this;
  }

  /** Adds the output layer (softmax with cross-entropy) and finishes. */
  ComputationGraphConfiguration output(String name) {
    return output(name, new OutputLayer.Builder(new LossMCXENT()));
  }

  /** Sets the classes of an output layer, adds it with softmax, and finishes. */
  ComputationGraphConfiguration output(String name, OutputLayer.Builder unfinished) {
    OutputLayer layer = unfinished.nOut(request.classes()).activation(Activation.SOFTMAX).build();
    if (flattensInput()) {
      addFlattening(name, layer);
    } else {
      add(name, layer);
    }
    return graph.setInputTypes(inputType()).setOutputs(name).build();
  }

  private InputType inputType() {
    long[] shape = request.inputShape();
    if (shape.length == 1) {
      return InputType.feedForward(shape[0]);
    }
    return flattened
        ? InputType.convolutional(shape[1], shape[2], shape[0])
        : InputType.convolutionalFlat(shape[1], shape[2], shape[0]);
  }

  private boolean flattensInput() {
    return last.equals(INPUT) && request.inputShape().length == 3;
  }

  private GraphSketch addFlattening(String name, Layer layer) {
    long[] shape = request.inputShape();
    graph.addLayer(
        name, layer, new CnnToFeedForwardPreProcessor(shape[1], shape[2], shape[0]), last);
    last = name;
    flattened = true;
    return this;
  }

  /** Adds a vertex with the given inputs. */
  GraphSketch vertex(String name, GraphVertex vertex, String... inputs) {
    graph.addVertex(name, vertex, inputs);
    last = name;
    return this;
  }

  GraphSketch add(String name, Layer layer) {
    graph.addLayer(name, layer, last);
    last = name;
    return this;
  }
}
