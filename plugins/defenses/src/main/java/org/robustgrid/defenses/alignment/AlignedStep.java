package org.robustgrid.defenses.alignment;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Training step that adds gradient alignment to another training objective (Ganz et al. 2023,
 * section 6).
 *
 * <p>Gradients are aligned at the clean images, since the target gradients are taken there. The
 * pass for the alignment does not update the running statistics.
 */
record AlignedStep(TrainingStep objective, Alignment alignment) implements TrainingStep {

  @Override
  public Auxiliary auxiliary() {
    return alignment.targets();
  }

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    double loss = objective.accumulate(network, batch, gradient);
    try (Pass pass =
        network.forward(batch.images(), Mode.BATCH_STATISTICS, batch.random().with("alignment"))) {
      return loss + alignment.accumulate(pass, batch, gradient);
    }
  }
}
