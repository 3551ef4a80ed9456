package org.robustgrid.engine.plan;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
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

  /** Whether kernels cover what the layer computes before its activation function. */
  private boolean covered(Value input) {
    Class<?> type = layer.getClass();
    if (type == ConvolutionLayer.class) {
      return explicitPadding(((ConvolutionLayer) layer).getConvolutionMode());
    }
    if (type == SubsamplingLayer.class) {
      SubsamplingLayer pooling = (SubsamplingLayer) layer;
      return explicitPadding(pooling.getConvolutionMode())
          && maxOrAverage(pooling.getPoolingType());
    }
    if (type == GlobalPoolingLayer.class) {
      GlobalPoolingLayer pooling = (GlobalPoolingLayer) layer;
      return pooling.isCollapseDimensions() && maxOrAverage(pooling.getPoolingType());
    }
    return type == DenseLayer.class
        || type == OutputLayer.class
        || type == LossLayer.class
        || type == BatchNormalization.class
        || type == PReLULayer.class
        || type == ActivationLayer.class
        || type == DropoutLayer.class;
  }

  private static boolean maxOrAverage(PoolingType type) {
    return type == PoolingType.MAX || type == PoolingType.AVG;
  }

  private static int[] dilation(SubsamplingLayer pooling) {
    return pooling.getDilation() == null ? new int[] {1, 1} : pooling.getDilation();
  }

  private static boolean explicitPadding(ConvolutionMode mode) {
    return mode != ConvolutionMode.Same && mode != ConvolutionMode.Causal;
  }

  /**
   * Adds the layer's nodes: its dropout where it is trained, what it computes, its activation.
   *
   * @throws IllegalArgumentException naming the layer, where it is not computed here
   */
  Value compile(Value given) {
    LayerRules rules = new LayerRules(name, layer, given);
    rules.check();
    Value input = given;
    if (compiler.variant() == Variant.TRAINING) {
      rules.checkTraining();
      if (AppliedSettings.drops(layer)) {
        input = compiler.value(given.shape());
        compiler.add(new DropoutNode(name, given, input, rules.noise()));
      }
    }
    Value computed = covered(input) ? computed(input) : compiler.delegate(name, layer, input);
    return activated(computed, AppliedSettings.activation(layer));
  }

  private Value computed(Value input) {
    if (layer instanceof OutputLayer output) {
      return dense(input, output.getNOut());
    }
    if (layer instanceof ConvolutionLayer convolution) {
      return convolution(input, convolution);
    }
    if (layer instanceof DenseLayer dense) {
      return dense(input, dense.getNOut());
    }
    if (layer instanceof BatchNormalization norm) {
      Value output = compiler.value(input.shape());
      NormParameters parameters = new NormParameters(compiler.parameters(), name, norm);
      compiler.add(new BatchNormNode(name, input, output, parameters, compiler.variant()));
      return output;
    }
    if (layer instanceof PReLULayer) {
      Value output = compiler.value(input.shape());
      compiler.add(new SlopeNode(name, input, output, compiler.parameters()));
      return output;
    }
    if (layer instanceof SubsamplingLayer || layer instanceof GlobalPoolingLayer) {
      return pool(input);
    }
    return input;
  }

  private Value activated(Value input, IActivation function) {
    if (ActivationFunctions.isIdentity(function)) {
      return input;
    }
    Value output = compiler.value(input.shape());
    String node = name + "/activation";
    compiler.add(
        ActivationFunctions.isSoftmax(function)
            ? new SoftmaxNode(node, input, output)
            : new ActivationNode(
                node, input, output, ActivationFunctions.curve(function).orElseThrow()));
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
