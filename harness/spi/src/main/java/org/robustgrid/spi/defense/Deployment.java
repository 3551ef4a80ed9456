package org.robustgrid.spi.defense;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;

/**
 * A trained model, from which a defense makes the classifier that is judged and attacked.
 * Implemented by the harness only, so that methods can be added.
 *
 * @since 0.1
 */
public interface Deployment {

  /** The trained network as a deterministic classifier. */
  Classifier network();

  /**
   * A further network of {@link TrainedDefense}; its passes count as those of the first.
   *
   * @throws IllegalArgumentException when training left none of this name
   */
  Classifier network(String name);

  /** What {@link TrainedDefense} kept beside the networks, by name. */
  Map<String, INDArray> arrays();
}
