package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
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

/** Which layers are refused, since the engine would not compute them as Deeplearning4j does. */
final class LayerRules {

  private static final Set<Class<?>> OF_IMAGES =
      Set.of(
          ConvolutionLayer.class,
          Deconvolution2D.class,
          DepthwiseConvolution2D.class,
          SeparableConvolution2D.class,
          SubsamplingLayer.class,
          GlobalPoolingLayer.class,
          LocalResponseNormalization.class,
          Upsampling2D.class,
          ZeroPaddingLayer.class,
          Cropping2D.class);

  private static final Set<Class<?>> OF_ANY =
      Set.of(
          DenseLayer.class,
          BatchNormalization.class,
          ActivationLayer.class,
          DropoutLayer.class,
          PReLULayer.class,
          OutputLayer.class,
          LossLayer.class);

  private final String name;
  private final Layer layer;
  private final Value input;

  LayerRules(String name, Layer layer, Value input) {
    this.name = name;
    this.layer = layer;
    this.input = input;
  }

  /**
   * Refuses what the engine would not compute as Deeplearning4j's inference does.
   *
   * @throws IllegalArgumentException naming the layer and the way out
   */
  void check() {
    Class<?> type = layer.getClass();
    if (!OF_IMAGES.contains(type) && !OF_ANY.contains(type)) {
      throw refused("is of a class that is not computed", "use one of " + known());
    }
    if (format(layer) == CNN2DFormat.NHWC) {
      throw refused("has its channels last (NHWC)", "build it with CNN2DFormat.NCHW");
    }
    if (OF_IMAGES.contains(type) && input.rank() != 3) {
      throw refused(
          "reads a vector of " + input.size() + " numbers, but needs images",
          "give the network's input type as InputType.convolutionalFlat(height, width, channels)");
    }
    if (!ActivationFunctions.covers(AppliedSettings.activation(layer))) {
      throw refused(
          "has the activation function "
              + AppliedSettings.activation(layer).getClass().getSimpleName(),
          "use one that needs no parameters and draws nothing, like ActivationLReLU");
    }
    checkWindows();
    checkPooling();
    checkDerivatives();
  }

  private static String known() {
    Set<String> names = new TreeSet<>();
    OF_IMAGES.forEach(type -> names.add(type.getSimpleName()));
    OF_ANY.forEach(type -> names.add(type.getSimpleName()));
    return names.stream().collect(Collectors.joining(", "));
  }

  private static CNN2DFormat format(Layer layer) {
    if (layer instanceof ConvolutionLayer convolution) {
      return convolution.getCnn2dDataFormat();
    } else if (layer instanceof SubsamplingLayer pooling) {
      return pooling.getCnn2dDataFormat();
    } else if (layer instanceof BatchNormalization norm) {
      return norm.getCnn2DFormat();
    } else if (layer instanceof LocalResponseNormalization norm) {
      return norm.getDataFormat();
    } else if (layer instanceof Upsampling2D upsampling) {
      return upsampling.getFormat();
    } else if (layer instanceof ZeroPaddingLayer padding) {
      return padding.getDataFormat();
    } else if (layer instanceof Cropping2D cropping) {
      return cropping.getDataFormat();
    }
    return CNN2DFormat.NCHW;
  }

  private void checkWindows() {
    if (layer instanceof ConvolutionLayer convolution) {
      checkWindows(
          convolution.getConvolutionMode(),
          convolution.getKernelSize(),
          convolution.getStride(),
          convolution.getPadding(),
          convolution.getDilation());
    } else if (layer instanceof SubsamplingLayer pooling) {
      checkWindows(
          pooling.getConvolutionMode(),
          pooling.getKernelSize(),
          pooling.getStride(),
          pooling.getPadding(),
          pooling.getDilation());
    }
  }

  private void checkWindows(
      ConvolutionMode mode, int[] kernel, int[] stride, int[] padding, int[] dilation) {
    if (mode == ConvolutionMode.Causal) {
      throw refused("has the convolution mode Causal, which is for sequences", "use Same");
    }
    if (mode == ConvolutionMode.Same || layer instanceof Deconvolution2D) {
      return;
    }
    for (int i = 0; i < 2; i++) {
      long extent = (kernel[i] - 1L) * (dilation == null ? 1 : dilation[i]) + 1;
      long room = input.shape()[1 + i] + 2L * padding[i] - extent;
      if (room < 0) {
        throw refused(
            "has windows of "
                + extent
                + " pixels, but reads images of the shape "
                + Arrays.toString(input.shape()),
            "make the windows smaller or the images larger");
      }
      if (mode == ConvolutionMode.Strict && room % stride[i] != 0) {
        throw refused(
            "has the convolution mode Strict, but its windows leave pixels over",
            "use ConvolutionMode.Truncate");
      }
    }
  }

  private void checkPooling() {
    if (layer instanceof GlobalPoolingLayer pooling
        && pooling.getPoolingDimensions() != null
        && !Arrays.equals(pooling.getPoolingDimensions(), new int[] {2, 3})) {
      throw refused(
          "pools over dimensions " + Arrays.toString(pooling.getPoolingDimensions()),
          "pool over height and width, [2, 3]");
    }
    if (layer instanceof SubsamplingLayer pooling && pooling.getPoolingType() == PoolingType.SUM) {
      throw refused("pools by SUM, which Deeplearning4j does not compute", "use AVG");
    }
    if (layer instanceof SubsamplingLayer pooling
        && pooling.getDilation() != null
        && !Arrays.equals(pooling.getDilation(), new int[] {1, 1})) {
      throw refused(
          "is a dilated pooling, which Deeplearning4j computes otherwise in float than in double",
          "leave the dilation out");
    }
  }

  /** Some functions Deeplearning4j computes, but not their derivatives. */
  private void checkDerivatives() {
    if (layer instanceof LocalResponseNormalization) {
      throw refused(
          "is a response normalization, whose gradient Deeplearning4j computes wrongly",
          "use a BatchNormalization");
    }
    if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
      throw refused(
          "has a layer norm, whose gradient Deeplearning4j computes wrongly",
          "use a BatchNormalization");
    }
    if (layer instanceof Deconvolution2D convolution
        && !Arrays.equals(convolution.getDilation(), new int[] {1, 1})) {
      throw refused(
          "is dilated, and Deeplearning4j has no gradient of that", "leave the dilation out");
    }
  }

  /**
   * The layer's dropout.
   *
   * @throws IllegalArgumentException where it can not be drawn by a key
   */
  Noise noise() {
    Optional<Noise> noise = Noise.of(layer.getIDropout(), input);
    return noise.orElseThrow(
        () ->
            refused(
                "cannot be trained: its dropout "
                    + layer.getIDropout()
                    + " is not drawn here on inputs of this shape",
                "use Dropout, AlphaDropout, GaussianDropout, GaussianNoise or, on images,"
                    + " SpatialDropout, with a fixed probability"));
  }

  /**
   * Refuses what happens in training alone and not here.
   *
   * @throws IllegalArgumentException naming the layer and the way out
   */
  void checkTraining() {
    if (layer instanceof BaseLayer weighted && weighted.getWeightNoise() != null) {
      throw refused(
          "cannot be trained: it has weight noise " + weighted.getWeightNoise(),
          "leave the noise out");
    }
    if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
      throw refused(
          "cannot be trained: it has constraints " + layer.getConstraints(),
          "leave the constraints out");
    }
  }

  private IllegalArgumentException refused(String what, String wayOut) {
    return Refusal.of(name, layer.getClass(), what, wayOut);
  }
}
