package org.robustgrid.engine.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Describes single layers in the words of {@code model.json}. */
final class LayerExport {

  private LayerExport() {}

  static boolean isActivation(Layer layer) {
    return layer instanceof ActivationLayer;
  }

  /** The non-linearity inside a layer, where there is one. */
  static Optional<IActivation> activation(Layer layer) {
    if (layer instanceof ActivationLayer activation) {
      return Optional.of(activation.getActivationFn());
    }
    boolean applies = layer instanceof BaseLayer && !(layer instanceof BatchNormalization);
    IActivation function = applies ? ((BaseLayer) layer).getActivationFn() : null;
    return function == null || function instanceof ActivationIdentity
        ? Optional.empty()
        : Optional.of(function);
  }

  static void describe(String name, IActivation function, ObjectNode into) {
    if (function instanceof ActivationReLU relu) {
      boolean plain = zero(relu.getThreshold()) && zero(relu.getNegativeSlope());
      if (!plain || relu.getMax() != null && relu.getMax() > 0) {
        throw GraphExport.inexpressible(name, "ReLU with a bound, threshold or slope");
      }
      into.put("type", "relu");
    } else if (function instanceof ActivationTanH) {
      into.put("type", "tanh");
    } else if (function instanceof ActivationSwish) {
      into.put("type", "silu");
    } else if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
      into.put("type", "gelu").put("approximate", "sigmoid");
    } else {
      throw GraphExport.inexpressible(name, "activation " + function);
    }
  }

  private static boolean zero(Double value) {
    return value == null || value == 0;
  }

  static void describe(Layer layer, ObjectNode into) {
    if (layer.getClass() == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      if (dense.isHasLayerNorm()) {
        throw GraphExport.inexpressible(layer.getLayerName(), "dense with layer norm");
      }
      into.put("type", "linear").put("out", dense.getNOut());
      omitTrue(into, "bias", dense.hasBias());
    } else if (layer.getClass() == OutputLayer.class) {
      OutputLayer output = (OutputLayer) layer;
      into.put("type", "linear").put("out", output.getNOut());
      omitTrue(into, "bias", output.hasBias());
    } else if (layer.getClass() == ConvolutionLayer.class) {
      convolution((ConvolutionLayer) layer, into);
    } else if (layer instanceof BatchNormalization norm) {
      into.put("type", "batchnorm").put("eps", norm.getEps());
      if (norm.getDecay() != 0.9) {
        into.put("momentum", 1 - norm.getDecay());
      }
    } else if (layer.getClass() == SubsamplingLayer.class) {
      pooling((SubsamplingLayer) layer, into);
    } else if (layer instanceof GlobalPoolingLayer pooling
        && pooling.getPoolingType() == PoolingType.AVG) {
      into.put("type", "globalavgpool");
    } else {
      throw GraphExport.inexpressible(layer.getLayerName(), layer.getClass().getSimpleName());
    }
  }

  private static void convolution(ConvolutionLayer layer, ObjectNode into) {
    requireExplicitPadding(layer, layer.getConvolutionMode(), layer.getCnn2dDataFormat());
    into.put("type", "conv2d").put("out", layer.getNOut());
    pair(into, "kernel", layer.getKernelSize());
    pair(into, "stride", layer.getStride());
    pair(into, "padding", layer.getPadding());
    if (!Arrays.equals(layer.getDilation(), new int[] {1, 1})) {
      pair(into, "dilation", layer.getDilation());
    }
    into.put("bias", layer.hasBias());
  }

  private static void pooling(SubsamplingLayer layer, ObjectNode into) {
    requireExplicitPadding(layer, layer.getConvolutionMode(), layer.getCnn2dDataFormat());
    boolean max = layer.getPoolingType() == PoolingType.MAX;
    if (!max && layer.getPoolingType() != PoolingType.AVG) {
      throw GraphExport.inexpressible(layer.getLayerName(), "pooling " + layer.getPoolingType());
    }
    into.put("type", max ? "maxpool2d" : "avgpool2d");
    pair(into, "kernel", layer.getKernelSize());
    pair(into, "stride", layer.getStride());
    if (!Arrays.equals(layer.getPadding(), new int[] {0, 0})) {
      pair(into, "padding", layer.getPadding());
      if (!max) {
        omitTrue(into, "count_include_pad", layer.isAvgPoolIncludePadInDivisor());
      }
    }
  }

  private static void requireExplicitPadding(
      Layer layer, ConvolutionMode mode, CNN2DFormat format) {
    if (mode == ConvolutionMode.Same || mode == ConvolutionMode.Causal) {
      throw GraphExport.inexpressible(layer.getLayerName(), "padding of mode " + mode);
    }
    if (format == CNN2DFormat.NHWC) {
      throw GraphExport.inexpressible(layer.getLayerName(), "channels last");
    }
  }

  /** Square windows as one number, others as [rows, columns]. */
  private static void pair(ObjectNode into, String field, int[] values) {
    if (values[0] == values[1]) {
      into.put(field, values[0]);
    } else {
      into.putArray(field).add(values[0]).add(values[1]);
    }
  }

  private static void omitTrue(ObjectNode into, String field, boolean value) {
    if (!value) {
      into.put(field, false);
    }
  }
}
