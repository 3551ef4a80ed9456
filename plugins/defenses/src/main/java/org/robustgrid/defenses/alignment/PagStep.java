package org.robustgrid.defenses.alignment;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Training step of PAG (Ganz et al. 2023, Eq. 4): mean cross-entropy plus λ times the alignment
 * loss, both from one pass over clean images. It uses no perturbed images.
 */
record PagStep(Alignment alignment) implements TrainingStep {

  @Override
  public Auxiliary auxiliary() {
    return alignment.targets();
  }

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    try (Pass pass =
        network.forward(batch.images(), Mode.TRAINING, batch.random().with("forward"))) {
      CrossEntropy objective = new CrossEntropy(batch.labels(), batch.labelSmoothing());
      double loss = MeanLoss.accumulate(pass, objective, 1, gradient);
      return loss + alignment.accumulate(pass, batch, gradient);
    }
  }
}
