package org.robustgrid.defenses;

import java.util.function.Function;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;

/**
 * A defense that trains the row's network from its initial weights with one training step.
 *
 * @param overrides the row's changes to the grid's training settings
 * @param step creates the step of each training, since a step may keep buffers
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
