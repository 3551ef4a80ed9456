package org.robustgrid.models.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.spi.network.TensorNames;
import org.robustgrid.spi.network.TensorPlace;

/**
 * The names that robustgrid's own exports give to weights: the layer's name with {@code weight},
 * {@code bias}, {@code running_mean} or {@code running_var}.
 */
public final class OwnNames {

  private static final String FAMILY = "robustgrid";

  private OwnNames() {}

  /** The names of a network's weights; empty if some of its layers have no such names. */
  public static Optional<TensorNames> of(ComputationGraphConfiguration configuration) {
    Map<String, TensorPlace> places = new LinkedHashMap<>();
    long parameters = 0;
    for (Map.Entry<String, GraphVertex> entry : configuration.getVertices().entrySet()) {
      parameters += entry.getValue().numParams(false);
      if (entry.getValue() instanceof LayerVertex layer) {
        add(entry.getKey(), layer.getLayerConf().getLayer(), places);
      }
    }
    long named = places.values().stream().mapToLong(p -> HostTensor.count(p.shape())).sum();
    return named == parameters
        ? Optional.of(new TensorNames(FAMILY, places, Map.of(), Optional.empty()))
        : Optional.empty();
  }

  private static void add(String name, Layer layer, Map<String, TensorPlace> places) {
    if (layer.getClass() == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      int[] kernel = convolution.getKernelSize();
      long[] shape = {convolution.getNOut(), convolution.getNIn(), kernel[0], kernel[1]};
      places.put(name + ".weight", new TensorPlace(shape, name, "W", false));
      bias(name, convolution, convolution.hasBias(), places);
    } else if (layer instanceof BatchNormalization norm) {
      vector(name + ".weight", norm, name, "gamma", places);
      vector(name + ".bias", norm, name, "beta", places);
      vector(name + ".running_mean", norm, name, "mean", places);
      vector(name + ".running_var", norm, name, "var", places);
    } else if (layer.getClass() == DenseLayer.class || layer.getClass() == OutputLayer.class) {
      FeedForwardLayer dense = (FeedForwardLayer) layer;
      long[] shape = {dense.getNOut(), dense.getNIn()};
      places.put(name + ".weight", new TensorPlace(shape, name, "W", true));
      boolean bias = layer instanceof DenseLayer d ? d.hasBias() : ((OutputLayer) layer).hasBias();
      bias(name, dense, bias, places);
    }
  }

  private static void bias(
      String name, FeedForwardLayer layer, boolean bias, Map<String, TensorPlace> places) {
    if (bias) {
      vector(name + ".bias", layer, name, "b", places);
    }
  }

  private static void vector(
      String tensor,
      FeedForwardLayer layer,
      String name,
      String parameter,
      Map<String, TensorPlace> places) {
    long[] shape = {layer.getNOut()};
    places.put(tensor, new TensorPlace(shape, name, parameter, false));
  }
}
