package org.robustgrid.defenses.alignment;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Pass;

/** Gradient alignment in one training, with its target gradients and its weight. */
final class Alignment implements AutoCloseable {

  private final GradientAlignment objective;
  private final double weight;
  private final ClassSubset subset;
  private final TrainingStep.Auxiliary targets;

  /**
   * @param weight weight of the sum over the classes of the subset
   */
  Alignment(
      GradientAlignment objective,
      double weight,
      ClassSubset subset,
      TrainingStep.Auxiliary targets) {
    this.objective = objective;
    this.weight = weight;
    this.subset = subset;
    this.targets = targets;
  }

  /** The target gradients, to be augmented with their images. */
  TrainingStep.Auxiliary targets() {
    return targets;
  }

  /**
   * Adds the parameter gradient of the weighted alignment loss (Ganz et al. 2023, Eq. 4, second
   * term).
   *
   * @param pass an open pass over the minibatch's images
   * @return the weight times the mean over rows of Σ_t (1 − cos) over each row's classes t
   */
  double accumulate(Pass pass, TrainingBatch batch, INDArray gradient) {
    if (weight == 0) {
      return 0;
    }
    double[] losses =
        objective.accumulate(pass, subset.of(batch), batch.auxiliary(), weight, gradient);
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return weight * sum / losses.length;
  }

  @Override
  public void close() {
    if (targets instanceof StoredTargets stored) {
      stored.close();
    }
  }
}
