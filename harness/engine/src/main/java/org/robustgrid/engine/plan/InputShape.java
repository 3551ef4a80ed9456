package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.operator.SampleVertex;

/** Finds out what a network reads: the configuration does not keep the shape of its input. */
public final class InputShape {

  private InputShape() {}

  /**
   * The shape of one input.
   *
   * @return [channels, height, width] or [features]
   * @throws IllegalArgumentException when the configuration has not exactly one input, or does not
   *     state the size of its images
   */
  public static long[] of(ComputationGraphConfiguration configuration) {
    if (configuration.getNetworkInputs().size() != 1) {
      throw new IllegalArgumentException(
          "a network with one input is needed, but this one has "
              + configuration.getNetworkInputs());
    }
    return find(configuration)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the configuration does not state the height and width of its images; give its"
                        + " input type as InputType.convolutionalFlat(height, width, channels)"));
  }

  /**
   * The shape of the one input, if the configuration states it.
   *
   * @return [channels, height, width] or [features]
   */
  public static Optional<long[]> find(ComputationGraphConfiguration configuration) {
    String input = configuration.getNetworkInputs().get(0);
    Optional<long[]> features = Optional.empty();
    for (Map.Entry<String, List<String>> reader : configuration.getVertexInputs().entrySet()) {
      if (!reader.getValue().contains(input)) {
        continue;
      }
      GraphVertex vertex = configuration.getVertices().get(reader.getKey());
      if (preProcessor(vertex) instanceof FeedForwardToCnnPreProcessor images) {
        return Optional.of(
            new long[] {images.getNumChannels(), images.getInputHeight(), images.getInputWidth()});
      }
      if (preProcessor(vertex) instanceof CnnToFeedForwardPreProcessor images) {
        return Optional.of(
            new long[] {images.getNumChannels(), images.getInputHeight(), images.getInputWidth()});
      }
      if (vertex instanceof SampleVertex sampled) {
        return Optional.of(sampled.inputShapes().get(reader.getValue().indexOf(input)));
      }
      if (vertex instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof FeedForwardLayer dense
          && !(dense instanceof ConvolutionLayer)
          && preProcessor(vertex) == null) {
        features = Optional.of(new long[] {dense.getNIn()});
      }
    }
    return features;
  }

  /**
   * Checks a batch.
   *
   * @param inputShape the shape of one input
   * @throws IllegalArgumentException if it has another shape or precision, or no rows
   */
  public static void require(long[] inputShape, DataType precision, INDArray images) {
    long[] shape = images.shape();
    boolean fits =
        shape.length == inputShape.length + 1
            && shape[0] > 0
            && Arrays.equals(Arrays.copyOfRange(shape, 1, shape.length), inputShape);
    if (!fits || images.dataType() != precision) {
      throw new IllegalArgumentException(
          "images must be "
              + precision
              + " of shape [rows, "
              + Arrays.toString(inputShape).substring(1)
              + ", but are "
              + images.dataType()
              + " of shape "
              + Arrays.toString(shape));
    }
  }

  private static InputPreProcessor preProcessor(GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer) {
      return layer.getPreProcessor();
    }
    return vertex instanceof PreprocessorVertex shaping ? shaping.getPreProcessor() : null;
  }
}
