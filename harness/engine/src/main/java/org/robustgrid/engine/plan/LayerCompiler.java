package org.robustgrid.engine.plan;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.kernel.AveragePooling;
import org.robustgrid.engine.kernel.Convolution;
import org.robustgrid.engine.kernel.Dense;
import org.robustgrid.engine.kernel.MaxPooling;
import org.robustgrid.engine.kernel.Pooling;
import org.robustgrid.engine.kernel.ResidentPooling;
import org.robustgrid.engine.kernel.Window;

/** Turns one Deeplearning4j layer into nodes. */
final class LayerCompiler {

  private final Compiler compiler;
  private final String name;
  private final Layer layer;

  LayerCompiler(Compiler compiler, String name, Layer layer) {
    this.compiler = compiler;
    this.name = name;
    this.layer = layer;
  }

  /** Whether kernels cover the layer; what they do not, Deeplearning4j executes. */
  static boolean covers(Layer layer, Value input) {
    if (layer.getIDropout() != null && retained(layer) == 0
        || layer.getConstraints() != null && !layer.getConstraints().isEmpty()
        || layer instanceof BaseLayer weighted && weighted.getWeightNoise() != null) {
      return false;
    }
    Class<?> type = layer.getClass();
    if (layer instanceof OutputLayer || layer instanceof LossLayer) {
      return type == OutputLayer.class || type == LossLayer.class;
    }
    if (layer instanceof BaseLayer weighted
        && !ActivationFunctions.covers(weighted.getActivationFn())) {
      return false;
    }
    if (type == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      return input.rank() == 3
          && convolution.getCnn2dDataFormat() == CNN2DFormat.NCHW
          && explicitPadding(convolution.getConvolutionMode());
    }
    if (type == SubsamplingLayer.class) {
      SubsamplingLayer pooling = (SubsamplingLayer) layer;
      return input.rank() == 3
          && pooling.getCnn2dDataFormat() == CNN2DFormat.NCHW
          && explicitPadding(pooling.getConvolutionMode())
          && dilation(pooling)[0] == 1
          && dilation(pooling)[1] == 1
          && (pooling.getPoolingType() == PoolingType.MAX
              || pooling.getPoolingType() == PoolingType.AVG);
    }
    if (type == GlobalPoolingLayer.class) {
      GlobalPoolingLayer pooling = (GlobalPoolingLayer) layer;
      return input.rank() == 3
          && wholePlane(pooling)
          && pooling.isCollapseDimensions()
          && (pooling.getPoolingType() == PoolingType.MAX
              || pooling.getPoolingType() == PoolingType.AVG);
    }
    if (type == BatchNormalization.class) {
      return ((BatchNormalization) layer).getCnn2DFormat() == CNN2DFormat.NCHW;
    }
    if (type == ActivationLayer.class) {
      return ActivationFunctions.covers(((ActivationLayer) layer).getActivationFn());
    }
    return type == DenseLayer.class && !((DenseLayer) layer).hasLayerNorm()
        || type == DropoutLayer.class;
  }

  private static boolean wholePlane(GlobalPoolingLayer pooling) {
    int[] dimensions = pooling.getPoolingDimensions();
    return dimensions == null || Arrays.equals(dimensions, new int[] {2, 3});
  }

  private static int[] dilation(SubsamplingLayer pooling) {
    return pooling.getDilation() == null ? new int[] {1, 1} : pooling.getDilation();
  }

  private static boolean explicitPadding(ConvolutionMode mode) {
    return mode != ConvolutionMode.Same && mode != ConvolutionMode.Causal;
  }

  /** Probability of keeping an element, or 0 where the layer's dropout is of another kind. */
  private static double retained(Layer layer) {
    return layer.getIDropout() instanceof Dropout dropout
            && dropout.getClass() == Dropout.class
            && dropout.getP() > 0
        ? dropout.getP()
        : 0;
  }

  Value compile(Value given) {
    Value input = given;
    if (layer.getIDropout() != null && compiler.variant() == Variant.TRAINING) {
      Value dropped = compiler.value(given.shape());
      compiler.add(new DropoutNode(name, given, dropped, retained(layer)));
      input = dropped;
    }
    if (layer instanceof OutputLayer output) {
      return dense(input, output.getNOut());
    }
    if (layer instanceof LossLayer || layer instanceof DropoutLayer) {
      return input;
    }
    if (layer instanceof ConvolutionLayer convolution) {
      return activated(convolution(input, convolution), convolution.getActivationFn());
    }
    if (layer instanceof DenseLayer dense) {
      return activated(dense(input, dense.getNOut()), dense.getActivationFn());
    }
    if (layer instanceof BatchNormalization norm) {
      Value output = compiler.value(input.shape());
      NormParameters parameters = new NormParameters(compiler.parameters(), name, norm);
      compiler.add(new BatchNormNode(name, input, output, parameters, compiler.variant()));
      return activated(output, norm.getActivationFn());
    }
    if (layer instanceof ActivationLayer activation) {
      return activated(input, activation.getActivationFn());
    }
    return pool(input);
  }

  private Value activated(Value input, IActivation function) {
    if (ActivationFunctions.isIdentity(function)) {
      return input;
    }
    Value output = compiler.value(input.shape());
    compiler.add(
        new ActivationNode(
            name + "/activation", input, output, ActivationFunctions.curve(function)));
    return output;
  }

  private Value dense(Value input, long outputs) {
    Value output = compiler.value(outputs);
    Weights weights = new Weights(compiler.parameters(), name, false);
    compiler.add(new AffineNode(name, input.reshaped(input.size()), output, weights, new Dense()));
    return output;
  }

  private Value convolution(Value input, ConvolutionLayer convolution) {
    Window window =
        window(
            input,
            convolution.getKernelSize(),
            convolution.getStride(),
            convolution.getPadding(),
            convolution.getDilation());
    Value output =
        compiler.value(convolution.getNOut(), window.outputHeight(), window.outputWidth());
    Weights weights = new Weights(compiler.parameters(), name, true);
    compiler.add(new AffineNode(name, input, output, weights, new Convolution(window)));
    return output;
  }

  private static Window window(
      Value input, int[] kernel, int[] stride, int[] padding, int[] dilation) {
    long[] shape = input.shape();
    return new Window(
        (int) shape[1],
        (int) shape[2],
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        padding[0],
        padding[1],
        dilation[0],
        dilation[1]);
  }

  private Value pool(Value input) {
    long[] shape = input.shape();
    if (layer instanceof GlobalPoolingLayer global) {
      Window whole = Window.whole((int) shape[1], (int) shape[2]);
      Value output = compiler.value(shape[0]);
      Pooling pooling =
          global.getPoolingType() == PoolingType.MAX
              ? new MaxPooling(whole)
              : new AveragePooling(whole, true);
      compiler.add(new PoolingNode(name, input, output, onDevice(pooling)));
      return output;
    }
    SubsamplingLayer subsampling = (SubsamplingLayer) layer;
    Window window =
        window(
            input,
            subsampling.getKernelSize(),
            subsampling.getStride(),
            subsampling.getPadding(),
            dilation(subsampling));
    Value output = compiler.value(shape[0], window.outputHeight(), window.outputWidth());
    Pooling pooling =
        subsampling.getPoolingType() == PoolingType.MAX
            ? new MaxPooling(window)
            : new AveragePooling(window, subsampling.isAvgPoolIncludePadInDivisor());
    compiler.add(new PoolingNode(name, input, output, onDevice(pooling)));
    return output;
  }

  private static Pooling onDevice(Pooling pooling) {
    return Devices.select().device().sharesHostMemory() ? pooling : new ResidentPooling(pooling);
  }
}
