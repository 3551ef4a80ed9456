package org.robustgrid.defenses.alignment;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.defenses.diffusion.ScoreArtifacts;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/** Gradient alignment in one training, with its target gradients and its weight. */
final class Alignment implements AutoCloseable {

  private final GradientAlignment objective;
  private final double weight;
  private final ClassSubset subset;
  private final TrainingStep.Auxiliary targets;
  private final Optional<ScoreArtifacts> scores;

  /**
   * @param weight weight of the sum over the classes of the subset
   * @param scores what the targets are made from; empty if they are not score-based
   */
  Alignment(
      GradientAlignment objective,
      double weight,
      ClassSubset subset,
      TrainingStep.Auxiliary targets,
      Optional<ScoreArtifacts> scores) {
    this.objective = objective;
    this.weight = weight;
    this.subset = subset;
    this.targets = targets;
    this.scores = scores;
  }

  /** The target gradients, to be augmented with their images. */
  TrainingStep.Auxiliary targets() {
    return targets;
  }

  /** The denoiser whose scores are the targets; empty for other targets. The caller closes it. */
  Optional<Network> denoiser() {
    return scores.map(ScoreArtifacts::denoiser);
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
