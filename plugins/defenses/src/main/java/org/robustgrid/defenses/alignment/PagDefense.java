package org.robustgrid.defenses.alignment;

import java.util.function.BiFunction;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;

/**
 * A defense that trains with gradient alignment. It prepares the target gradients before training
 * and closes them afterwards.
 *
 * @param overrides the row's changes to the grid's training settings
 * @param alignment parameters of the alignment
 * @param step creates the step of each training
 */
record PagDefense(
    TrainingOverrides overrides,
    AlignmentParameters alignment,
    BiFunction<DefenseRequest, Alignment, TrainingStep> step)
    implements Defense {

  @Override
  public TrainedDefense train(DefenseRequest request) {
    try (Alignment prepared = alignment.prepare(request)) {
      Network network = request.newNetwork();
      request
          .trainer()
          .train(network, overrides.apply(request.settings()), step.apply(request, prepared));
      return TrainedDefense.builder(network).build();
    }
  }
}
