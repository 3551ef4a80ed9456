package org.robustgrid.engine.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

/**
 * The exponential moving average of a network's weights and running statistics, kept beside them.
 *
 * <p>After n updates it is a_n = a_{n−1} + (θ_n − a_{n−1}) (1 − d) / (1 − dⁿ), which is Σ dⁿ⁻ⁱ θᵢ /
 * Σ dⁿ⁻ⁱ: the bias correction of Kingma and Ba 2015 (section 3). Without a decay nothing is kept,
 * and nothing happens.
 */
final class WeightAverage {

  private final Network network;
  private final double decay;
  private final INDArray average;
  private final INDArray scratch;

  private WeightAverage(Network network, double decay, INDArray average, INDArray scratch) {
    this.network = network;
    this.decay = decay;
    this.average = average;
    this.scratch = scratch;
  }

  static WeightAverage of(TrainingSettings settings, Network network) {
    double decay = settings.averageDecay();
    INDArray weights = network.parameters();
    if (decay == 0) {
      INDArray nothing = Nd4j.empty(weights.dataType());
      return new WeightAverage(network, 0, nothing, nothing);
    }
    return new WeightAverage(network, decay, weights.dup(), weights.dup());
  }

  /** The average; empty if none is kept. */
  INDArray state() {
    return average;
  }

  /**
   * Takes the weights after an update into the average.
   *
   * @param updates how many there were, this one included
   */
  void add(long updates) {
    if (decay == 0) {
      return;
    }
    double share = (1 - decay) / (1 - Math.pow(decay, updates));
    network.parameters().sub(average, scratch);
    average.addi(scratch.muli(share));
  }

  /** Gives the network the average and keeps its weights instead, or the other way round. */
  void exchange() {
    if (decay == 0) {
      return;
    }
    scratch.assign(network.parameters());
    network.parameters().assign(average);
    average.assign(scratch);
    network.parametersChanged();
  }
}
