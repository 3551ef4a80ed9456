package org.robustgrid.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Translates the layers of a Deeplearning4j graph that the benchmarks need. */
final class SameDiffLayers {

  private final SameDiff samediff;
  private final ComputationGraph graph;
  private final boolean training;
  private final List<String> parameters = new ArrayList<>();

  SameDiffLayers(SameDiff samediff, ComputationGraph graph, boolean training) {
    this.samediff = samediff;
    this.graph = graph;
    this.training = training;
  }

  /** Names of the parameters, in the graph's order. */
  List<String> parameters() {
    return parameters;
  }

  /** The logits over an input. */
  SDVariable apply(SDVariable input) {
    Map<String, SDVariable> values = new HashMap<>();
    values.put(graph.getConfiguration().getNetworkInputs().get(0), input);
    SDVariable last = input;
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      String name = vertex.getVertexName();
      if (!vertex.isInputVertex()) {
        List<SDVariable> inputs =
            graph.getConfiguration().getVertexInputs().get(name).stream().map(values::get).toList();
        last = vertex(vertex, inputs);
        values.put(name, last);
      }
    }
    return last;
  }

  private SDVariable vertex(GraphVertex vertex, List<SDVariable> inputs) {
    if (vertex instanceof ElementWiseVertex) {
      return inputs.get(0).add(inputs.get(1));
    }
    if (!vertex.hasLayer()) {
      throw new IllegalArgumentException("no translation of " + vertex);
    }
    SDVariable x = inputs.get(0);
    org.deeplearning4j.nn.conf.layers.Layer layer = vertex.getLayer().conf().getLayer();
    if (layer instanceof ConvolutionLayer convolution) {
      return convolution(vertex, convolution, x);
    }
    if (layer instanceof BatchNormalization norm) {
      return batchNorm(vertex, norm, x);
    }
    if (layer instanceof ActivationLayer) {
      return samediff.nn.relu(x, 0);
    }
    if (layer instanceof SubsamplingLayer pooling) {
      return pooling(pooling, x);
    }
    if (layer instanceof GlobalPoolingLayer) {
      return x.mean(2, 3);
    }
    if (layer instanceof FeedForwardLayer) {
      return dense(vertex, x);
    }
    throw new IllegalArgumentException("no translation of " + layer);
  }

  private SDVariable parameter(GraphVertex vertex, String key, long... shape) {
    INDArray value = vertex.getLayer().getParam(key).dup('c');
    return variable(vertex, key, shape.length == 0 ? value : value.reshape(shape));
  }

  private SDVariable variable(GraphVertex vertex, String key, INDArray value) {
    String name = vertex.getVertexName() + "_" + key;
    parameters.add(name);
    return samediff.var(name, value);
  }

  private SDVariable convolution(GraphVertex vertex, ConvolutionLayer layer, SDVariable x) {
    Conv2DConfig configuration =
        Conv2DConfig.builder()
            .kH(layer.getKernelSize()[0])
            .kW(layer.getKernelSize()[1])
            .sH(layer.getStride()[0])
            .sW(layer.getStride()[1])
            .pH(layer.getPadding()[0])
            .pW(layer.getPadding()[1])
            .dH(1)
            .dW(1)
            .paddingMode(PaddingMode.VALID)
            .dataFormat("NCHW")
            .weightsFormat(WeightsFormat.YXIO)
            .build();
    // SameDiff differentiates convolutions with weights in its own order only
    INDArray weights = vertex.getLayer().getParam("W").permute(2, 3, 1, 0).dup('c');
    SDVariable ordered = variable(vertex, "W", weights);
    if (!layer.hasBias()) {
      return samediff.cnn.conv2d(x, ordered, configuration);
    }
    SDVariable bias = parameter(vertex, "b", layer.getNOut());
    return samediff.cnn.conv2d(x, ordered, bias, configuration);
  }

  private SDVariable pooling(SubsamplingLayer layer, SDVariable x) {
    Pooling2DConfig configuration =
        Pooling2DConfig.builder()
            .kH(layer.getKernelSize()[0])
            .kW(layer.getKernelSize()[1])
            .sH(layer.getStride()[0])
            .sW(layer.getStride()[1])
            .dH(1)
            .dW(1)
            .paddingMode(PaddingMode.VALID)
            .build();
    return layer.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.MAX
        ? samediff.cnn.maxPooling2d(x, configuration)
        : samediff.cnn.avgPooling2d(x, configuration);
  }

  private SDVariable dense(GraphVertex vertex, SDVariable x) {
    INDArray weights = vertex.getLayer().getParam("W");
    SDVariable rows =
        x.getShape() != null && x.getShape().length == 2 ? x : x.reshape(-1, (int) weights.size(0));
    return rows.mmul(parameter(vertex, "W")).add(parameter(vertex, "b"));
  }

  // SameDiff's own batch norm throws when it is differentiated
  private SDVariable batchNorm(GraphVertex vertex, BatchNormalization layer, SDVariable x) {
    long[] channels = {1, layer.getNOut(), 1, 1};
    if (training) {
      SDVariable gamma = parameter(vertex, "gamma", channels);
      SDVariable beta = parameter(vertex, "beta", channels);
      SDVariable centred = x.sub(x.mean(true, 0, 2, 3));
      SDVariable variance = centred.mul(centred).mean(true, 0, 2, 3);
      SDVariable deviation = samediff.math.sqrt(variance.add(layer.getEps()));
      return centred.div(deviation).mul(gamma).add(beta);
    }
    org.deeplearning4j.nn.api.Layer of = vertex.getLayer();
    INDArray factor =
        of.getParam("gamma").div(Transforms.sqrt(of.getParam("var").add(layer.getEps())));
    INDArray shift = of.getParam("beta").sub(of.getParam("mean").mul(factor));
    String name = vertex.getVertexName();
    return x.mul(samediff.constant(name + "_factor", factor.reshape(channels)))
        .add(samediff.constant(name + "_shift", shift.reshape(channels)));
  }
}
