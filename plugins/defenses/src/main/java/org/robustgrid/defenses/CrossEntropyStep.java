package org.robustgrid.defenses;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Training step that minimises the mean cross-entropy on images made from the minibatch: the images
 * themselves, noisy images or adversarial images.
 *
 * @param source makes the images
 */
public record CrossEntropyStep(ImageSource source) implements TrainingStep {

  /** Makes the images of a training step from a minibatch. */
  @FunctionalInterface
  public interface ImageSource {
    INDArray images(Network network, TrainingBatch batch);
  }

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    INDArray images = source.images(network, batch);
    try (Pass pass = network.forward(images, Mode.TRAINING, batch.random().with("forward"))) {
      CrossEntropy loss = new CrossEntropy(batch.labels(), batch.labelSmoothing());
      return MeanLoss.accumulate(pass, loss, 1, gradient);
    }
  }
}
