package org.robustgrid.run.worker;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.spi.defense.Deployment;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/**
 * The networks and arrays of a model, as its defense deploys them; all passes go through one meter.
 *
 * @param network the model's network as a classifier
 * @param networks further networks, by name
 * @param arrays by name
 * @param meter counts the passes of all networks
 */
record TrainedParts(
    Classifier network,
    Map<String, Network> networks,
    Map<String, INDArray> arrays,
    PassMeter meter)
    implements Deployment {

  @Override
  public Classifier network(String name) {
    Network further = networks.get(name);
    if (further == null) {
      throw new IllegalArgumentException(
          "training left no network '"
              + name
              + "' beside the first; it left "
              + (networks.isEmpty() ? "none" : String.join(", ", networks.keySet())));
    }
    return new NetworkClassifier(further, meter);
  }

  /**
   * SHA-256 of all that a model computes with.
   *
   * @param arraysHash of the file of arrays; empty without arrays
   */
  static String weightHash(
      Executor executor, Network network, String arraysHash, Map<String, Network> networks) {
    String weights =
        network instanceof PythonNetwork python ? python.identity() : executor.weightHash(network);
    if (!arraysHash.isEmpty()) {
      weights = Sha256.of(weights + arraysHash);
    }
    for (Map.Entry<String, Network> further : new TreeMap<>(networks).entrySet()) {
      weights = Sha256.of(weights + further.getKey() + executor.weightHash(further.getValue()));
    }
    return weights;
  }
}
