package org.robustgrid.defenses.alignment;

import java.util.function.BiFunction;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;

/**
 * A training step with gradient alignment; what the target gradients need is prepared first and
 * released afterwards.
 *
 * @param overrides of the grid's training settings
 * @param alignment how gradients are aligned
 * @param step created for each training
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
