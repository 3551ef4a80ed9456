package org.robustgrid.engine.operator;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.robustgrid.spi.network.Vertices;

/**
 * Makes the engine's vertices for plugins, which do not see their classes.
 *
 * @since 0.1
 */
public final class EngineVertices implements Vertices {

  /** For the service loader. */
  public EngineVertices() {}

  @Override
  public GraphVertex operator(String name, List<String> arguments, List<long[]> inputShapes) {
    return new OperatorVertex(name, arguments, inputShapes);
  }

  @Override
  public GraphVertex array(long[] inputShape, long[] shape, double mean, double deviation) {
    return new ParameterVertex(inputShape, shape, mean, deviation);
  }

  @Override
  public GraphVertex dense(long[] inputShape, long outputs, double deviation) {
    return new TokenDenseVertex(inputShape, outputs, deviation);
  }

  @Override
  public GraphVertex convolution(
      long[] inputShape,
      long outputs,
      long groups,
      int kernel,
      int stride,
      int padding,
      boolean bias,
      double deviation) {
    long[] size = new long[2];
    for (int side = 0; side < 2; side++) {
      size[side] = (inputShape[side + 1] + 2L * padding - kernel) / stride + 1;
    }
    ConvolutionVertex vertex =
        new ConvolutionVertex(
            inputShape,
            false,
            outputs,
            groups,
            pair(kernel),
            pair(stride),
            pair(1),
            pair(padding),
            size,
            bias);
    return vertex.startingFrom(deviation);
  }

  private static long[] pair(long number) {
    return new long[] {number, number};
  }
}
