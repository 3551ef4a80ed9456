package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
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
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.IActivation;
import org.robustgrid.engine.plan.AppliedSettings;

/**
 * Turns one Deeplearning4j layer into steps: its dropout, what it computes, its activation
 * function.
 */
final class LayerSteps {

  private final Sketch sketch;
  private final String name;
  private final Layer layer;

  LayerSteps(Sketch sketch, String name, Layer layer) {
    this.sketch = sketch;
    this.name = name;
    this.layer = layer;
  }

  /**
   * Adds the layer's steps.
   *
   * @throws IllegalArgumentException naming a layer that is not computed here
   */
  Sketch.Value add(Sketch.Value given) {
    Sketch.Value input = dropped(given);
    IActivation function = AppliedSettings.activation(layer);
    boolean bent = !Functions.isIdentity(function);
    Sketch.Value computed = computed(bent ? name + "/linear" : name, input);
    if (!bent) {
      return computed;
    }
    if (Functions.isSoftmax(function)) {
      return sketch.add(name, "softmax", computed, computed.shape(), "axis", 0);
    }
    Functions known =
        Functions.of(function)
            .orElseThrow(
                () ->
                    refused(
                        "has the activation function " + function.getClass().getSimpleName(),
                        "use one like ActivationReLU"));
    return sketch.add(
        name,
        "function",
        computed,
        computed.shape(),
        "function",
        known.name(),
        "numbers",
        known.finite());
  }

  private Sketch.Value dropped(Sketch.Value input) {
    if (!AppliedSettings.drops(layer)) {
      return input;
    }
    List<Object> fields = new ArrayList<>(List.of("layer", name.hashCode() & 0x7FFFFFFF));
    fields.addAll(noise(layer.getIDropout(), input));
    return sketch.add(name + "/dropout", "noise", input, input.shape(), fields.toArray());
  }

  private static List<Object> noise(IDropout dropout, Sketch.Value input) {
    if (dropout.getClass() == Dropout.class && ((Dropout) dropout).getPSchedule() == null) {
      return List.of("kind", "elements", "retained", ((Dropout) dropout).getP());
    } else if (dropout instanceof SpatialDropout spatial
        && spatial.getPSchedule() == null
        && input.shape().length == 3) {
      return List.of("kind", "channels", "retained", spatial.getP());
    } else if (dropout instanceof AlphaDropout alpha && alpha.getPSchedule() == null) {
      double p = alpha.getP();
      return List.of(
          "kind",
          "alpha",
          "retained",
          p,
          "low",
          alpha.getAlphaPrime(),
          "scale",
          alpha.a(p),
          "shift",
          alpha.b(p));
    } else if (dropout instanceof GaussianDropout gaussian && gaussian.getRateSchedule() == null) {
      double rate = gaussian.getRate();
      return List.of("kind", "gaussian", "deviation", Math.sqrt(rate / (1 - rate)));
    } else if (dropout instanceof GaussianNoise noise && noise.getStddevSchedule() == null) {
      return List.of("kind", "additive", "deviation", noise.getStddev());
    }
    return List.of("kind", "unknown", "what", dropout.toString());
  }

  private Sketch.Value computed(String to, Sketch.Value input) {
    Class<?> type = layer.getClass();
    if (type == DenseLayer.class) {
      return linear(to, input, ((DenseLayer) layer).getNOut());
    } else if (type == OutputLayer.class) {
      return linear(to, input, ((OutputLayer) layer).getNOut());
    } else if (type == ConvolutionLayer.class) {
      return convolution(to, input, (ConvolutionLayer) layer);
    } else if (layer instanceof BatchNormalization norm) {
      return norm(to, input, norm);
    } else if (type == SubsamplingLayer.class) {
      return pooling(to, input, (SubsamplingLayer) layer);
    } else if (layer instanceof GlobalPoolingLayer pooling && pooling.isCollapseDimensions()) {
      return pooling(to, input, pooling);
    } else if (layer instanceof PReLULayer) {
      return slopes(to, input);
    } else if (layer instanceof Upsampling2D upsampling) {
      return sketch.add(to, "upsample", input, shape(input), "size", upsampling.getSize());
    } else if (layer instanceof ZeroPaddingLayer padding) {
      int[] p = padding.getPadding();
      return sides(to, input, p[2], p[3], p[0], p[1]);
    } else if (layer instanceof Cropping2D cropping) {
      int[] c = cropping.getCropping();
      return sides(to, input, -c[2], -c[3], -c[0], -c[1]);
    } else if (layer instanceof ActivationLayer
        || layer instanceof DropoutLayer
        || layer instanceof LossLayer) {
      return input;
    }
    throw refused(
        "is not computed in PyTorch",
        "compute it by '--executor engine', or use a convolution, dense, pooling, batch norm or"
            + " activation layer");
  }

  private Sketch.Value sides(
      String to, Sketch.Value input, int left, int right, int top, int bottom) {
    int[] sides = {left, right, top, bottom};
    return sketch.add(to, "zero-pad", input, shape(input), "sides", sides);
  }

  private long[] shape(Sketch.Value input) {
    return layer.getOutputType(0, input.type()).getShape(false);
  }

  private Integer parameter(String key) {
    return sketch.parameter(name, key);
  }

  private Sketch.Value linear(String to, Sketch.Value input, long outputs) {
    return sketch.add(
        to,
        "linear",
        input,
        new long[] {outputs},
        "weight",
        parameter("W"),
        "bias",
        parameter("b"));
  }

  private Sketch.Value convolution(String to, Sketch.Value input, ConvolutionLayer convolution) {
    long[] shape = shape(input);
    Window window =
        Window.of(
            convolution.getConvolutionMode(),
            input.shape(),
            shape,
            convolution.getKernelSize(),
            convolution.getStride(),
            convolution.getDilation(),
            convolution.getPadding());
    return sketch.add(
        to,
        "convolution",
        input,
        shape,
        window.with("weight", parameter("W"), "bias", parameter("b"), "groups", 1));
  }

  private Sketch.Value pooling(String to, Sketch.Value input, SubsamplingLayer pooling) {
    long[] shape = shape(input);
    int[] dilation = pooling.getDilation() == null ? new int[] {1, 1} : pooling.getDilation();
    Window window =
        Window.of(
            pooling.getConvolutionMode(),
            input.shape(),
            shape,
            pooling.getKernelSize(),
            pooling.getStride(),
            dilation,
            pooling.getPadding());
    if (pooling.getPoolingType() == PoolingType.MAX) {
      return sketch.add(to, "max-pool", input, shape, window.with());
    }
    if (pooling.getPoolingType() != PoolingType.AVG) {
      throw refused("pools by " + pooling.getPoolingType(), "pool by MAX or AVG");
    }
    String divisor = pooling.isAvgPoolIncludePadInDivisor() ? "whole" : "inside";
    return sketch.add(to, "average-pool", input, shape, window.with("divisor", divisor));
  }

  private Sketch.Value pooling(String to, Sketch.Value input, GlobalPoolingLayer pooling) {
    String operation =
        switch (pooling.getPoolingType()) {
          case AVG -> "global-average";
          case MAX -> "global-largest";
          default -> throw refused("pools by " + pooling.getPoolingType(), "pool by MAX or AVG");
        };
    return sketch.add(to, operation, input, new long[] {input.shape()[0]});
  }

  private Sketch.Value norm(String to, Sketch.Value input, BatchNormalization norm) {
    boolean logarithmic = parameter("var") == null;
    return sketch.add(
        to,
        "batch-norm",
        input,
        input.shape(),
        "weight",
        parameter("gamma"),
        "bias",
        parameter("beta"),
        "scale",
        norm.getGamma(),
        "shift",
        norm.getBeta(),
        "mean",
        parameter("mean"),
        "variance",
        logarithmic ? parameter("log10stdev") : parameter("var"),
        "logarithmic",
        logarithmic,
        "epsilon",
        norm.getEps(),
        "decay",
        norm.getDecay());
  }

  private Sketch.Value slopes(String to, Sketch.Value input) {
    int place = parameter("W");
    List<Long> given = sketch.parameterShape(place);
    // a vector of slopes comes as [1, n]
    List<Long> own = given.subList(given.size() - input.shape().length, given.size());
    return sketch.add(
        to,
        "slopes",
        input,
        input.shape(),
        "weight",
        place,
        "shape",
        own,
        "fortran",
        sketch.inFortranOrder(name, "W"));
  }

  private IllegalArgumentException refused(String what, String wayOut) {
    return new IllegalArgumentException(
        "layer '" + name + "' (" + layer.getClass().getSimpleName() + ") " + what + "; " + wayOut);
  }

  /** Windows of a layer with the padding that its mode means. */
  private record Window(long[] kernel, long[] stride, long[] dilation, long[] before, long[] size) {

    static Window of(
        ConvolutionMode mode,
        long[] input,
        long[] output,
        int[] kernel,
        int[] stride,
        int[] dilation,
        int[] padding) {
      long[] before = wide(padding);
      long[] size = {output[1], output[2]};
      for (int i = 0; mode == ConvolutionMode.Same && i < 2; i++) {
        long extent = (kernel[i] - 1L) * dilation[i] + 1;
        before[i] = Math.max(0, (size[i] - 1) * stride[i] + extent - input[1 + i]) / 2;
      }
      return new Window(wide(kernel), wide(stride), wide(dilation), before, size);
    }

    private static long[] wide(int[] values) {
      return new long[] {values[0], values[1]};
    }

    Object[] with(Object... further) {
      List<Object> fields =
          new ArrayList<>(
              List.of("kernel", kernel, "stride", stride, "dilation", dilation, "before", before));
      // of windows that may be cut off, all belong to the padded image
      fields.addAll(List.of("size", size, "after", kernel));
      for (Object value : further) {
        fields.add(value);
      }
      return fields.toArray();
    }
  }
}
