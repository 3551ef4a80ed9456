package org.robustgrid.spi.network;

import java.util.List;
import java.util.ServiceLoader;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/**
 * Makes the vertices of operators that Deeplearning4j has no layer for. The harness's executor runs
 * them by kernels of its own; plain Deeplearning4j runs them too, with the harness on the class
 * path. Shapes are of one sample, without the batch.
 *
 * @since 0.1
 */
public interface Vertices {

  /**
   * An operator without parameters.
   *
   * <ul>
   *   <li>{@code view}: arguments are steps of reshaping, reordering and padding: {@code reshape 3
   *       64}, {@code permute 1 0}, {@code slice axis start step count}, {@code pad axis before
   *       after constant 0}
   *   <li>{@code add}, {@code multiply}: two inputs of one rank; an axis of size 1 is repeated
   *   <li>{@code join axis}: inputs one behind the other
   *   <li>{@code softmax axis}, {@code mean axes…}
   *   <li>{@code standardize length epsilon}: runs of numbers less their mean, divided by
   *       √(variance + ε)
   *   <li>{@code product}: matrices [n, rows, inner] and [n, inner, columns]
   *   <li>{@code weigh axis}: one more argument for each place of the result, numbers in pairs of a
   *       place and its weight
   *   <li>{@code map function parameters…}: of each number; {@code gelu}, {@code clip low high},
   *       {@code line factor shift}
   * </ul>
   *
   * @throws IllegalArgumentException if name, arguments and shapes do not fit
   */
  GraphVertex operator(String name, List<String> arguments, List<long[]> inputShapes);

  /**
   * A learnt array that every sample reads, such as a class token or a layer's scale, with the
   * parameter {@code W}. Only the batch size of the input is used.
   *
   * @param inputShape of what is read
   * @param shape of the array
   * @param mean of a fresh array's values
   * @param deviation their standard deviation, normally distributed
   */
  GraphVertex array(long[] inputShape, long[] shape, double mean, double deviation);

  /**
   * A dense layer over the last axis with parameters {@code W} [inputs, outputs] and {@code b}.
   *
   * @param inputShape [..., inputs]
   * @param deviation of fresh weights, normally distributed; biases start at 0
   */
  GraphVertex dense(long[] inputShape, long outputs, double deviation);

  /**
   * A square convolution in groups of channels, with parameters {@code W} [outputs,
   * channels/groups, kernel, kernel] and {@code b}.
   *
   * @param inputShape [channels, height, width]
   * @param padding on all four sides
   * @param deviation of fresh weights, normally distributed; biases start at 0
   */
  GraphVertex convolution(
      long[] inputShape,
      long outputs,
      long groups,
      int kernel,
      int stride,
      int padding,
      boolean bias,
      double deviation);

  /**
   * The vertices of the harness.
   *
   * @throws IllegalStateException if no executor that has them is on the class path
   */
  static Vertices installed() {
    return ServiceLoader.load(Vertices.class, Vertices.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no executor is on the class path that brings vertices; add robustgrid-engine"));
  }
}
