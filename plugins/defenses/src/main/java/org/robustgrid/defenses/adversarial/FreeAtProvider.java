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

/** {@code free-at}: weights and perturbation updated from the same backward pass. */
public final class FreeAtProvider implements DefenseProvider {

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 8.0 / 255, "radius of the L∞ ball, in the data's own units")
          .above(0)
          .customaryRadius(Norm.LINF);

  private static final Parameter<Integer> REPLAYS =
      Parameter.integer(
              "replays", 8, "uses of each minibatch (m); epochs are divided by it and rounded up")
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
   * N/m epochs of m updates a minibatch (Shafahi et al. 2019), rounded up: at least as many updates
   * as without replays, the learning rate the same after the same share of them.
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
