package org.robustgrid.defenses.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.NoisyImages;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.StripesRequest;

class EnergyStepTest {

  @TempDir Path folder;

  /** Keeps the gradient of the first minibatch of a training. */
  private static final class First implements TrainingStep {
    private final TrainingStep step;
    private double[] gradient = {};

    First(TrainingStep step) {
      this.step = step;
    }

    @Override
    public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
      if (this.gradient.length > 0) {
        return 0;
      }
      INDArray own = Nd4j.zerosLike(gradient);
      double loss = step.accumulate(network, batch, own);
      this.gradient = HostArrays.read(own);
      return loss;
    }
  }

  private double[] gradient(
      String training, double inputNoise, CrossEntropyStep.ImageSource source) {
    StripesRequest request = StripesRequest.in(folder.resolve(training));
    LangevinParameters langevin = new LangevinParameters(2, 0.25, 0.005, 0.05, 50, inputNoise);
    First first = new First(EnergyStep.of(source, langevin, request));
    TrainingSettings settings = request.settings().toBuilder().epochs(1).build();
    request.trainer().train(request.newNetwork(), settings, first);
    return first.gradient;
  }

  @Test
  void learns_from_images_with_the_declared_noise() {
    NoisyImages noisy = new NoisyImages(0.1);
    double[] declared = gradient("declared", 0.1, (network, batch) -> batch.images());
    assertThat(declared).isEqualTo(gradient("by hand", 0, (network, batch) -> noisy.of(batch)));
    assertThat(declared).isNotEqualTo(gradient("without", 0, (network, batch) -> batch.images()));
  }
}
