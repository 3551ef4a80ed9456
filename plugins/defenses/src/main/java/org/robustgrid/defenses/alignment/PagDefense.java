package org.robustgrid.defenses.alignment;

import java.util.function.BiFunction;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;

/**
 * A defense that trains with gradient alignment. It prepares the target gradients before training
 * and closes them afterwards. The denoiser of score-based targets is kept with the model, for
 * analyses of the targets; the classifier does not use it.
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
      TrainedDefense.Builder trained = TrainedDefense.builder(network);
      prepared.denoiser().ifPresent(denoiser -> trained.network(DenoiserShape.KEPT_AS, denoiser));
      return trained.build();
    }
  }
}
