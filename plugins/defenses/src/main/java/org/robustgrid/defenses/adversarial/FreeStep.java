package org.robustgrid.defenses.adversarial;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Free adversarial training (Shafahi et al. 2019, Algorithm 1): each minibatch is used several
 * times in a row, and one backward pass updates both the weights and the perturbation δ. δ is kept
 * between replays and between minibatches. As in the authors' code, the gradient passes through the
 * clipping to the domain: if x + δ is outside the domain, the gradient is zero and δ does not
 * change.
 */
final class FreeStep implements TrainingStep {

  private static final String STATE = "perturbation";

  private final double epsilon;
  private final Domain domain;
  private double[] perturbation = {};
  private double[] images = {};
  private boolean[] clipped = {};
  private INDArray perturbed;

  FreeStep(double epsilon, Domain domain) {
    this.epsilon = epsilon;
    this.domain = domain;
  }

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    int size = Math.toIntExact(batch.images().length());
    allocate(network, batch, size);
    HostArrays.read(batch.images(), images);
    for (int i = 0; i < size; i++) {
      double moved = images[i] + perturbation[i];
      images[i] = domain.clip(moved);
      clipped[i] = images[i] != moved;
    }
    HostArrays.write(images, perturbed);
    try (Pass pass =
        network.forward(
            perturbed, Mode.TRAINING, batch.random().with("forward").with(batch.replay()))) {
      INDArray logits = pass.logits();
      double[] cotangents = new double[Math.toIntExact(logits.length())];
      CrossEntropy objective = new CrossEntropy(batch.labels(), batch.labelSmoothing());
      double loss = MeanLoss.addCotangents(logits, objective, 1, cotangents);
      INDArray seeds = Nd4j.createUninitialized(network.precision(), logits.shape(), 'c');
      HostArrays.write(cotangents, seeds);
      HostArrays.read(pass.gradients(seeds, gradient), images);
      for (int i = 0; i < size; i++) {
        double moved = perturbation[i] + epsilon * Math.signum(images[i]);
        if (!clipped[i]) {
          perturbation[i] = Math.max(-epsilon, Math.min(epsilon, moved));
        }
      }
      return loss;
    }
  }

  private void allocate(Network network, TrainingBatch batch, int size) {
    if (perturbation.length < size) {
      perturbation = Arrays.copyOf(perturbation, size);
    }
    if (perturbed == null || perturbed.length() != size) {
      images = new double[size];
      clipped = new boolean[size];
      perturbed = Nd4j.createUninitialized(network.precision(), batch.images().shape(), 'c');
    }
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of(STATE, Nd4j.createFromArray(perturbation));
  }

  @Override
  public void restore(Map<String, INDArray> state) {
    perturbation = HostArrays.read(state.get(STATE));
  }
}
