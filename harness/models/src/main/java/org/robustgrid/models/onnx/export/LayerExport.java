package org.robustgrid.models.onnx.export;

import static org.robustgrid.models.onnx.export.OnnxBuilder.real;
import static org.robustgrid.models.onnx.export.OnnxBuilder.text;
import static org.robustgrid.models.onnx.export.OnnxBuilder.whole;
import static org.robustgrid.models.onnx.export.OnnxBuilder.wholes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.CNN2DFormat;
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
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.robustgrid.models.onnx.export.OnnxExport.WeightSource;

/** Writes one of Deeplearning4j's layers, without the activation inside it. */
final class LayerExport {

  private final OnnxBuilder onnx;
  private final String name;
  private final WeightSource weights;

  LayerExport(OnnxBuilder onnx, String name, WeightSource weights) {
    this.onnx = onnx;
    this.name = name;
    this.weights = weights;
  }

  /** Adds the layer's nodes; returns the name of what it computes. */
  String add(Layer layer, String source) {
    if (layer instanceof ActivationLayer
        || layer instanceof DropoutLayer
        || layer instanceof LossLayer) {
      return source;
    }
    if (layer.getClass() == ConvolutionLayer.class) {
      return convolution((ConvolutionLayer) layer, source);
    }
    if (layer.getClass() == DenseLayer.class && !((DenseLayer) layer).isHasLayerNorm()
        || layer.getClass() == OutputLayer.class) {
      return onnx.node(name, "Gemm", parameters(source), whole("transB", 1));
    }
    if (layer instanceof BatchNormalization norm) {
      return onnx.node(
          name,
          "BatchNormalization",
          List.of(
              source,
              weights.add(name + ".weight"),
              weights.add(name + ".bias"),
              weights.add(name + ".running_mean"),
              weights.add(name + ".running_var")),
          real("epsilon", norm.getEps()));
    }
    if (layer.getClass() == SubsamplingLayer.class) {
      return pooling((SubsamplingLayer) layer, source);
    }
    if (layer instanceof GlobalPoolingLayer pooling) {
      return globalPooling(pooling, source);
    }
    throw OnnxExport.refused(name, layer.getClass().getSimpleName());
  }

  private List<String> parameters(String source) {
    List<String> inputs = new ArrayList<>(List.of(source, weights.add(name + ".weight")));
    String bias = weights.add(name + ".bias");
    if (!bias.isEmpty()) {
      inputs.add(bias);
    }
    return inputs;
  }

  private String convolution(ConvolutionLayer layer, String source) {
    requireChannelsFirst(layer.getCnn2dDataFormat());
    return onnx.node(
        name,
        "Conv",
        parameters(source),
        wholes("kernel_shape", pair(layer.getKernelSize())),
        wholes("strides", pair(layer.getStride())),
        wholes("dilations", pair(layer.getDilation())),
        padding(layer.getConvolutionMode(), layer.getPadding()));
  }

  private String pooling(SubsamplingLayer layer, String source) {
    requireChannelsFirst(layer.getCnn2dDataFormat());
    boolean max = layer.getPoolingType() == PoolingType.MAX;
    if (!max && layer.getPoolingType() != PoolingType.AVG) {
      throw OnnxExport.refused(name, "pooling " + layer.getPoolingType());
    }
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                wholes("kernel_shape", pair(layer.getKernelSize())),
                wholes("strides", pair(layer.getStride())),
                padding(layer.getConvolutionMode(), layer.getPadding())));
    if (!Arrays.equals(layer.getDilation(), new int[] {1, 1})) {
      if (!max) {
        throw OnnxExport.refused(name, "average pooling with dilation");
      }
      attributes.add(wholes("dilations", pair(layer.getDilation())));
    }
    if (!max) {
      boolean counted =
          layer.isAvgPoolIncludePadInDivisor()
              && layer.getConvolutionMode() != ConvolutionMode.Same;
      attributes.add(whole("count_include_pad", counted ? 1 : 0));
    }
    return onnx.node(
        name,
        max ? "MaxPool" : "AveragePool",
        List.of(source),
        attributes.toArray(AttributeProto[]::new));
  }

  private String globalPooling(GlobalPoolingLayer layer, String source) {
    PoolingType type = layer.getPoolingType();
    if (type != PoolingType.AVG && type != PoolingType.MAX) {
      throw OnnxExport.refused(name, "global pooling " + type);
    }
    String operator = type == PoolingType.AVG ? "GlobalAveragePool" : "GlobalMaxPool";
    String pooled = onnx.node(name + ".pooled", operator, List.of(source));
    return onnx.node(name, "Flatten", List.of(pooled), whole("axis", 1));
  }

  private AttributeProto padding(ConvolutionMode mode, int[] padding) {
    if (mode == ConvolutionMode.Same) {
      return text("auto_pad", "SAME_UPPER");
    }
    if (mode == ConvolutionMode.Causal) {
      throw OnnxExport.refused(name, "padding of mode " + mode);
    }
    return wholes("pads", padding[0], padding[1], padding[0], padding[1]);
  }

  private void requireChannelsFirst(CNN2DFormat format) {
    if (format == CNN2DFormat.NHWC) {
      throw OnnxExport.refused(name, "channels last");
    }
  }

  private static long[] pair(int[] values) {
    return new long[] {values[0], values[1]};
  }
}
