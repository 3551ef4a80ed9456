package org.robustgrid.spi.defense;

import java.util.List;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/**
 * A trained model that another defense may learn from. Implemented by the harness only.
 *
 * @since 0.1
 */
public interface ModelArtifact {

  /** SHA-256 of the final weights, hex. */
  String weightHash();

  /** The epochs whose weights were kept, in order; the last is the final one. */
  List<Integer> epochs();

  /** The final network. */
  Network network();

  /**
   * The network after an epoch (1 = after the first).
   *
   * @throws IllegalArgumentException naming the kept epochs
   */
  Network network(int epoch);

  /** The final model as its defense deploys it. */
  Classifier classifier();
}
