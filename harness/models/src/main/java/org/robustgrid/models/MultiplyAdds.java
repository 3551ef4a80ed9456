package org.robustgrid.models;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.robustgrid.engine.kernel.GroupedWindows;
import org.robustgrid.engine.operator.ConvolutionVertex;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.TokenDenseVertex;

/**
 * Counts the multiply-adds of a forward pass for one sample in convolutions, dense layers and
 * matrix products, like torchvision.
 *
 * @since 0.1
 */
public final class MultiplyAdds {

  private MultiplyAdds() {}

  /**
   * Those of a network for one sample.
   *
   * @param shape of a sample: [channels, height, width] or [features]
   * @throws RuntimeException when the network does not read samples of this shape
   */
  public static long of(ComputationGraphConfiguration configuration, long... shape) {
    InputType input =
        shape.length == 3
            ? InputType.convolutionalFlat(shape[1], shape[2], shape[0])
            : InputType.feedForward(shape[0]);
    Map<String, InputType> types = configuration.getLayerActivationTypes(input);
    return configuration.getVertices().entrySet().stream()
        .mapToLong(entry -> of(entry.getValue(), types.get(entry.getKey())))
        .sum();
  }

  private static long of(GraphVertex vertex, InputType output) {
    if (vertex instanceof LayerVertex layered) {
      return of(layered.getLayerConf().getLayer(), output);
    }
    if (vertex instanceof TokenDenseVertex dense) {
      return size(dense.outputShape()) * dense.inputs();
    }
    if (vertex instanceof ConvolutionVertex convolution) {
      GroupedWindows windows = convolution.windows();
      long[] kernel = windows.kernel();
      long perGroup = windows.channels() / windows.groups();
      return size(convolution.outputShape()) * perGroup * kernel[0] * kernel[1];
    }
    if (vertex instanceof OperatorVertex operator && operator.operatorName().equals("product")) {
      return size(operator.outputShape()) * operator.inputShapes().get(0)[2];
    }
    return 0;
  }

  private static long of(Layer layer, InputType output) {
    if (layer instanceof ConvolutionLayer convolution) {
      int[] kernel = convolution.getKernelSize();
      return output.arrayElementsPerExample() * convolution.getNIn() * kernel[0] * kernel[1];
    }
    if (layer instanceof FeedForwardLayer dense && !(layer instanceof BatchNormalization)) {
      return dense.getNIn() * dense.getNOut();
    }
    return 0;
  }

  private static long size(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}
