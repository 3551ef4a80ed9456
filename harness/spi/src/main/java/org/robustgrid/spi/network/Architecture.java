package org.robustgrid.spi.network;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Describes a network as a Deeplearning4j configuration.
 *
 * @since 0.1
 */
public interface Architecture {

  /**
   * The configuration of a network with one input and one output layer (softmax with cross-entropy,
   * so that plain Deeplearning4j can use it); logits are the output layer's pre-activations.
   *
   * @throws IllegalArgumentException when the input shape does not suit the architecture
   */
  ComputationGraphConfiguration configuration(ArchitectureRequest request);

  /**
   * How PyTorch code names the weights of that network, one entry for each family of names, so that
   * weights trained elsewhere can be read. Empty if there is no counterpart.
   *
   * @throws IllegalArgumentException when the input shape does not suit the architecture
   */
  default List<TensorNames> tensorNames(ArchitectureRequest request) {
    return List.of();
  }
}
