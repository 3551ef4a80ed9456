package org.robustgrid.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * The input shape a configuration tells, although Deeplearning4j does not keep it: from the
 * preprocessor or the width of the first layer.
 */
final class InputShape {

  private InputShape() {}

  /** [channels, height, width] or [features]; empty where images of several sizes would do. */
  static Optional<long[]> of(ComputationGraphConfiguration configuration) {
    for (Map.Entry<String, List<String>> reader : configuration.getVertexInputs().entrySet()) {
      GraphVertex vertex = configuration.getVertices().get(reader.getKey());
      boolean first = configuration.getNetworkInputs().containsAll(reader.getValue());
      if (first && vertex instanceof LayerVertex layer) {
        return of(layer);
      }
    }
    return Optional.empty();
  }

  private static Optional<long[]> of(LayerVertex vertex) {
    InputPreProcessor shaping = vertex.getPreProcessor();
    if (shaping instanceof FeedForwardToCnnPreProcessor image) {
      return Optional.of(
          new long[] {image.getNumChannels(), image.getInputHeight(), image.getInputWidth()});
    }
    if (shaping instanceof CnnToFeedForwardPreProcessor image) {
      return Optional.of(
          new long[] {image.getNumChannels(), image.getInputHeight(), image.getInputWidth()});
    }
    Layer layer = vertex.getLayerConf().getLayer();
    boolean vector = layer instanceof FeedForwardLayer && !(layer instanceof ConvolutionLayer);
    return shaping == null && vector
        ? Optional.of(new long[] {((FeedForwardLayer) layer).getNIn()})
        : Optional.empty();
  }

  /** The shape in words, for messages. */
  static String words(long[] shape) {
    return Arrays.toString(shape);
  }
}
