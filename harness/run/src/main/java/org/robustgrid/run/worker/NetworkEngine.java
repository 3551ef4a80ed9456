package org.robustgrid.run.worker;

import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.spi.network.Network;

/** What the core needs of an engine: networks made, stored, loaded and identified. */
interface NetworkEngine {

  /** A freshly initialised network. */
  Network create(ComputationGraphConfiguration configuration);

  /** Saves as a Deeplearning4j zip, atomically. */
  void save(Network network, Path file);

  /**
   * Loads a Deeplearning4j zip.
   *
   * @param inputShape of the data that it is to answer, which the file need not tell
   * @throws org.robustgrid.spi.data.DataException when it is none
   */
  Network load(Path file, long[] inputShape);

  /** SHA-256 of what the network computes, whatever its file looks like. */
  String weightHash(Network network);

  /**
   * Samples that the network computes at once, where memory holds fewer than the profile says: last
   * bits of a result may differ then. Null where it computes as many.
   */
  Integer fewerAtOnce(Network network);

  /** Layers that the engine has no kernel for, and why; they take several times as long. */
  Map<String, String> slowLayers(Network network);
}
