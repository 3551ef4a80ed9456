package org.robustgrid.defenses;

import java.util.function.Function;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;

/**
 * A defense that is a training step: the row's network, trained by it from its initial weights.
 *
 * @param overrides of the grid's training settings
 * @param step created for each training, since it may keep buffers
 */
public record StepDefense(TrainingOverrides overrides, Function<DefenseRequest, TrainingStep> step)
    implements Defense {

  @Override
  public TrainedDefense train(DefenseRequest request) {
    Network network = request.newNetwork();
    request.trainer().train(network, overrides.apply(request.settings()), step.apply(request));
    return TrainedDefense.builder(network).build();
  }
}
