package org.robustgrid.spi.network;

/**
 * The position of a named tensor of a weights file in a network.
 *
 * @param shape of the tensor as the file holds it
 * @param layer name of the layer or vertex
 * @param parameter the layer's name for the parameter, such as {@code W} or {@code gamma}
 * @param transposed whether the tensor is the transpose of the layer's matrix, as PyTorch's linear
 *     layers hold it ([outputs, inputs]); otherwise its numbers are the parameter's in C order
 * @since 0.1
 */
public record TensorPlace(long[] shape, String layer, String parameter, boolean transposed) {

  public TensorPlace {
    shape = shape.clone();
    if (transposed && shape.length != 2) {
      throw new IllegalArgumentException("only a matrix can be transposed");
    }
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }
}
