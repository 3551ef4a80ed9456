package org.robustgrid.spi.analysis;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/**
 * A trained model that is analysed. Implemented by the harness only, so that methods can be added.
 *
 * @since 0.1
 */
public interface AnalysedModel {

  /** How many of the first test samples the model is evaluated on. */
  int samples();

  /** The predicted classes of these samples without attack; −1 if the model abstains. */
  int[] predictions();

  /** Which of these samples the model gets right without attack. */
  boolean[] correct();

  /**
   * The classifier as its defense deploys it, at the declared access and no more.
   *
   * @throws IllegalStateException if the analysis declared no access
   */
  Classifier classifier();

  /** Whether the classifier draws randomness. */
  boolean randomised();

  /** The number of draws over which attacks average; 1 unless the classifier is randomised. */
  int draws();

  /**
   * What the classifier's gradient is the gradient of, where its defense or its model file declares
   * that it is not the classifier itself; empty if it is.
   */
  default Optional<String> standIn() {
    return Optional.empty();
  }

  /**
   * The harness's decisions about images, made as it judges attacks: for a randomised classifier,
   * the majority of draws that no attack sees.
   *
   * @param images [rows, …input shape]
   * @param samples each row's index in the data set; randomness is keyed by it
   * @param labels true class of each row
   * @throws IllegalStateException if the analysis declared no access
   */
  Verdict judge(INDArray images, long[] samples, int[] labels);

  /**
   * The network below the classifier.
   *
   * @throws IllegalStateException if the analysis did not declare that it asks for activations
   */
  Network network();

  /**
   * A further network that the model's defense kept beside the first, whether the classifier uses
   * it or not: {@link org.robustgrid.spi.defense.TrainedDefense#networks()}.
   *
   * @return empty if there is none of this name
   * @throws IllegalStateException if the analysis did not declare that it asks for activations
   */
  default Optional<Network> network(String name) {
    return Optional.empty();
  }

  /** The epochs whose weights were kept, in order, counted from 1. */
  List<Integer> epochs();

  /**
   * The network after an epoch, a copy.
   *
   * @throws IllegalArgumentException naming the kept epochs
   * @throws IllegalStateException if the analysis did not declare that it asks for activations
   */
  Network network(int epoch);

  /**
   * The harness's decisions.
   *
   * @param predictions class of each row, −1 for none
   * @param right whether it is the label; for a randomised classifier, whether most draws agree
   * @since 0.1
   */
  record Verdict(int[] predictions, boolean[] right) {}
}
