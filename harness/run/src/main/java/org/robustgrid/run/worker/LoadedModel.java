package org.robustgrid.run.worker;

import java.util.Map;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/**
 * A trained model, ready to be judged and attacked.
 *
 * @param result what its training left
 * @param executor computes its networks
 * @param network its network
 * @param networks further networks, by name
 * @param arrays kept beside the networks
 * @param classifier as its defense deploys it
 * @param plain whether that is the network itself
 * @param meter counts the networks' passes
 */
record LoadedModel(
    ModelResult result,
    Executor executor,
    Network network,
    Map<String, Network> networks,
    Map<String, INDArray> arrays,
    Classifier classifier,
    boolean plain,
    PassMeter meter) {

  /** As {@link Executor#fewerAtOnce}; null if it computes as many. */
  Integer fewerAtOnce() {
    if (network instanceof PythonNetwork) {
      return null;
    }
    OptionalInt rows = executor.fewerAtOnce(network);
    return rows.isPresent() ? rows.getAsInt() : null;
  }

  /** The same model with one draw throughout, if its classifier is randomised. */
  LoadedModel withFixedRandomness(long seed) {
    return new LoadedModel(
        result,
        executor,
        network,
        networks,
        arrays,
        FixedRandomness.of(classifier, seed),
        plain,
        meter);
  }

  /** Releases the buffers of the networks' passes immediately; the networks stay usable. */
  void release() {
    network.close();
    networks.values().forEach(Network::close);
  }
}
