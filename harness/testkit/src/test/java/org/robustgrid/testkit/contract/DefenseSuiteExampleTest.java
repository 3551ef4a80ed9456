package org.robustgrid.testkit.contract;

import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/** The suite as a plugin's author runs it, on plain training. */
class DefenseSuiteExampleTest implements DefenseContractSuite {

  @Override
  public DefenseProvider provider() {
    return new PlainTrainingProvider();
  }

  private static final class PlainTrainingProvider implements DefenseProvider {

    @Override
    public DefenseDescriptor descriptor() {
      return DefenseDescriptor.builder("plain-training", "Cross-entropy on the images as they are.")
          .build();
    }

    @Override
    public Defense create(Parameters parameters) {
      return request -> {
        Network network = request.newNetwork();
        request
            .trainer()
            .train(
                network,
                request.settings(),
                (net, batch, gradient) -> {
                  try (Pass pass = net.forward(batch.images(), Mode.TRAINING, batch.random())) {
                    return MeanLoss.accumulate(pass, new CrossEntropy(batch.labels()), 1, gradient);
                  }
                });
        return TrainedDefense.builder(network).build();
      };
    }
  }
}
