package org.robustgrid.models;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.TensorNames;

/**
 * The network that a file of weights belongs to.
 *
 * @param label what the architecture is called, for messages
 * @param architecture builds it
 * @param classes how many logits it gives
 * @since 0.1
 */
public record Skeleton(String label, Architecture architecture, int classes) {

  private ArchitectureRequest request(long[] inputShape) {
    return ArchitectureRequest.builder().inputShape(inputShape).classes(classes).seed(0).build();
  }

  /**
   * The network for data of a shape.
   *
   * @throws IllegalArgumentException when they do not suit the architecture
   */
  public ComputationGraphConfiguration configuration(long[] inputShape) {
    return architecture.configuration(request(inputShape));
  }

  /** How PyTorch code names its weights. */
  public List<TensorNames> names(long[] inputShape) {
    return architecture.tensorNames(request(inputShape));
  }
}
