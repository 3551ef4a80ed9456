package org.robustgrid.engine.training;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.defense.TrainingReport;

/**
 * How far a training has come: its finished epochs and, where one is selected, the best weights.
 */
final class TrainingProgress {

  private final List<TrainingReport.Epoch> epochs = new ArrayList<>();
  private final boolean selecting;
  private INDArray bestWeights;
  private int bestEpoch = -1;

  TrainingProgress(boolean selecting) {
    this.selecting = selecting;
  }

  /** Records a finished epoch; where epochs are selected, the first best one keeps its weights. */
  void finish(TrainingReport.Epoch epoch, INDArray weights) {
    epochs.add(epoch);
    if (!selecting) {
      bestEpoch = epochs.size() - 1;
    } else if (bestEpoch < 0
        || epoch.validationAccuracy() > epochs.get(bestEpoch).validationAccuracy()) {
      bestEpoch = epochs.size() - 1;
      bestWeights = weights.dup();
    }
  }

  /** Takes back what a checkpoint kept. */
  void restore(List<TrainingReport.Epoch> finished, int best, INDArray weights) {
    epochs.clear();
    epochs.addAll(finished);
    bestEpoch = best;
    bestWeights = weights;
  }

  int finishedEpochs() {
    return epochs.size();
  }

  int bestEpoch() {
    return bestEpoch;
  }

  boolean selecting() {
    return selecting;
  }

  /** The selected epoch's weights; only where epochs are selected. */
  INDArray bestWeights() {
    return bestWeights;
  }

  List<TrainingReport.Epoch> epochs() {
    return List.copyOf(epochs);
  }

  TrainingReport report() {
    return new TrainingReport(epochs, bestEpoch);
  }
}
