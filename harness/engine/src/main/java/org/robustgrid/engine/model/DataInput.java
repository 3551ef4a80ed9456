package org.robustgrid.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.robustgrid.engine.plan.InputShape;
import org.robustgrid.spi.data.DataException;

/**
 * Lets a configuration read images as a data set has them, where it was made for such images and
 * does not say so.
 *
 * <p>A graph made with {@code InputType.convolutional} keeps the number of its channels and not the
 * size of its images: its first layers get a preprocessor that passes images through and keeps
 * their shape. A multilayer perceptron keeps the number of its features: its first layers get one
 * that reads an image's pixels in their order, channel by channel and row by row.
 */
final class DataInput {

  private DataInput() {}

  /**
   * Changes a configuration to read images of a shape, unless it states another; for other data it
   * changes nothing.
   *
   * @param source the file, for messages
   * @throws DataException when it reads images in another layout
   */
  static void fit(ComputationGraphConfiguration configuration, long[] shape, String source) {
    if (shape.length != 3) {
      return;
    }
    List<LayerVertex> readers = readers(configuration);
    Optional<long[]> stated = InputShape.find(configuration);
    if (stated.isEmpty() || normsChannels(readers, stated.get(), shape)) {
      readers.forEach(reader -> requireChannelsFirst(reader, source));
      put(readers, new FeedForwardToCnnPreProcessor(shape[1], shape[2], shape[0]));
    } else if (Arrays.equals(stated.get(), new long[] {shape[0] * shape[1] * shape[2]})) {
      put(readers, new CnnToFeedForwardPreProcessor(shape[1], shape[2], shape[0]));
    }
  }

  private static void put(List<LayerVertex> readers, InputPreProcessor shaping) {
    for (LayerVertex reader : readers) {
      if (reader.getPreProcessor() == null) {
        reader.setPreProcessor(shaping);
      }
    }
  }

  private static List<LayerVertex> readers(ComputationGraphConfiguration configuration) {
    String input = configuration.getNetworkInputs().get(0);
    List<LayerVertex> readers = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry : configuration.getVertexInputs().entrySet()) {
      GraphVertex vertex = configuration.getVertices().get(entry.getKey());
      if (entry.getValue().contains(input) && vertex instanceof LayerVertex layer) {
        readers.add(layer);
      }
    }
    return readers;
  }

  /** A batch norm that reads the input has as many features as images have channels. */
  private static boolean normsChannels(List<LayerVertex> readers, long[] stated, long[] shape) {
    return Arrays.equals(stated, new long[] {shape[0]})
        && readers.stream().allMatch(r -> layer(r) instanceof BatchNormalization);
  }

  private static Layer layer(LayerVertex vertex) {
    return vertex.getLayerConf().getLayer();
  }

  private static void requireChannelsFirst(LayerVertex reader, String source) {
    if (layer(reader) instanceof ConvolutionLayer convolution
        && convolution.getCnn2dDataFormat() == CNN2DFormat.NHWC) {
      throw new DataException(
          source
              + ": layer '"
              + convolution.getLayerName()
              + "' reads images with their channels last (NHWC), but data have them first; build"
              + " the model with CNN2DFormat.NCHW");
    }
  }
}
