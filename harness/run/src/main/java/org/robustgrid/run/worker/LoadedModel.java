package org.robustgrid.run.worker;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.GraphNetwork;
import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/**
 * A trained model, ready to be judged and attacked.
 *
 * @param result what its training left
 * @param network its network
 * @param arrays kept beside the network
 * @param classifier as its defense deploys it
 * @param plain whether that is the network itself
 * @param meter counts the network's passes
 */
record LoadedModel(
    ModelResult result,
    Network network,
    Map<String, INDArray> arrays,
    Classifier classifier,
    boolean plain,
    PassMeter meter) {

  /**
   * Samples that the network computes at once, where memory holds fewer than the profile says: last
   * bits of a result may differ then. Null where it computes as many.
   */
  Integer fewerAtOnce() {
    return fewerAtOnce(network);
  }

  /** The same of any network. */
  static Integer fewerAtOnce(Network network) {
    if (network instanceof GraphNetwork graph) {
      int rows = graph.microBatchRows();
      return rows < MicroBatchRows.asked() ? rows : null;
    }
    return null;
  }
}
