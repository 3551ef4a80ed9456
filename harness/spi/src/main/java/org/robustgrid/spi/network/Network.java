package org.robustgrid.spi.network;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.random.RandomKey;

/**
 * A Deeplearning4j network, executed by the harness. Not thread-safe.
 *
 * <p>Batches of any size are accepted; {@link #forward} runs a batch as one, the others cut it as
 * memory allows.
 *
 * @since 0.1
 */
public interface Network extends AutoCloseable {

  /** [channels, height, width] or [features]. */
  long[] inputShape();

  int classes();

  /** {@link DataType#FLOAT} or {@link DataType#DOUBLE}; arrays passed in must be of it. */
  DataType precision();

  /** Length of the flat parameter vector, batch norm's running statistics included. */
  long parameterCount();

  /**
   * The flat parameter vector in Deeplearning4j's order: a live view. Gradients at the positions of
   * running statistics are always zero; training passes update those positions themselves.
   */
  INDArray parameters();

  /** Must be called after writing to {@link #parameters()}. */
  void parametersChanged();

  /**
   * The logits in inference mode.
   *
   * @return [rows, classes], overwritten by the next call
   */
  INDArray logits(INDArray images);

  /** Losses, logits and input gradient in inference mode. */
  LossGradient lossGradient(INDArray images, Loss loss);

  /** Names of layers and vertices whose activations can be asked for, in forward order. */
  List<String> activationNames();

  /**
   * Named activations in inference mode.
   *
   * @return fresh arrays by name, [rows, …]
   * @throws IllegalArgumentException for an unknown name, listing the known ones
   */
  Map<String, INDArray> activations(INDArray images, Collection<String> names);

  /**
   * Runs a batch forward and keeps what reverse mode needs.
   *
   * @param random keys dropout's masks in {@link Mode#TRAINING}; unused otherwise
   */
  Pass forward(INDArray images, Mode mode, RandomKey random);

  /** A copy with parameters of its own, sharing nothing that changes. */
  Network copy();

  /**
   * Releases the buffers of passes. The network can still be used and then allocates them again.
   */
  @Override
  void close();
}
