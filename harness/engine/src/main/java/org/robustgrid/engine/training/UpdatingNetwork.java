package org.robustgrid.engine.training;

import java.util.List;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

/** A network that moves its parameters itself in a training, where it keeps them. */
public interface UpdatingNetwork extends Network {

  /**
   * Begins a training.
   *
   * @param settings the update rule, clipping, weight decay and averaging
   * @param decaying the parameters that weight decay pulls on
   */
  Updates updates(TrainingSettings settings, List<ParameterLayout.Slot> decaying);
}
