package org.robustgrid.defenses.adversarial;

import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

/**
 * {@code free-at}: adversarial training that updates weights and perturbation from the same
 * backward pass (Shafahi et al. 2019).
 */
public final class FreeAtProvider implements DefenseProvider {

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 8.0 / 255, "radius of the L∞ ball, in the data's own units")
          .above(0)
          .customaryRadius(Norm.LINF);

  private static final Parameter<Integer> REPLAYS =
      Parameter.integer(
              "replays",
              8,
              "times each minibatch is used (m); epochs are divided by it and rounded up")
          .atLeast(1)
          .atMost(1000);

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder("free-at", "Adversarial training that replays each minibatch")
        .citation("Shafahi et al.: Adversarial training for free! NeurIPS 2019")
        .parameters(EPSILON, REPLAYS, TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    return new FreeDefense(
        TrainingOverrides.of(parameters), parameters.get(EPSILON), parameters.get(REPLAYS));
  }

  /**
   * Divides the epochs by the number of replays, rounded up (Shafahi et al. 2019, N/m epochs). The
   * number of updates is at least that of training without replays, and the learning rate is the
   * same function of the share of updates done.
   */
  static TrainingSettings replayed(TrainingSettings settings, int replays) {
    int epochs = (settings.epochs() + replays - 1) / replays;
    return settings.stretchedTo(epochs).toBuilder().replays(replays).build();
  }

  private record FreeDefense(TrainingOverrides overrides, double epsilon, int replays)
      implements Defense {

    @Override
    public TrainedDefense train(DefenseRequest request) {
      TrainingSettings settings = overrides.apply(request.settings());
      TrainingSettings replayed = replayed(settings, replays);
      Network network = request.newNetwork();
      request.trainer().train(network, replayed, new FreeStep(epsilon, request.domain()));
      return TrainedDefense.builder(network).build();
    }
  }
}
