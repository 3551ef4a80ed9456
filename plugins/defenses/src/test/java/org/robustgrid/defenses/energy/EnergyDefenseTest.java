package org.robustgrid.defenses.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.StripesRequest;

class EnergyDefenseTest {

  private static final TrainingOverrides THREE_EPOCHS = new TrainingOverrides(3, 0);

  @TempDir Path folder;

  private final List<double[]> starts = new ArrayList<>();
  private final List<double[]> epochEnds = new ArrayList<>();

  /** Cross-entropy that diverges in the second epoch, or ends it with a weight of NaN. */
  private final class Diverging implements TrainingStep {
    private final TrainingStep step = new CrossEntropyStep((network, batch) -> batch.images());
    private final boolean spoils;
    private final boolean diverges;

    Diverging(boolean diverges, boolean spoils) {
      this.diverges = diverges;
      this.spoils = spoils;
    }

    @Override
    public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
      if (batch.epoch() == 0 && batch.step() == 0) {
        starts.add(HostArrays.read(network.parameters()));
      }
      if (diverges && !spoils && batch.epoch() == 1 && batch.step() == 1) {
        throw new DivergedException("planted");
      }
      return step.accumulate(network, batch, gradient);
    }

    @Override
    public void epochFinished(Network network, int epoch) {
      if (diverges && spoils && epoch == 1) {
        network.parameters().putScalar(0, Float.NaN);
        network.parametersChanged();
      }
      epochEnds.add(HostArrays.read(network.parameters()));
    }
  }

  @Test
  void goes_on_from_the_last_good_epoch_with_half_the_rate() {
    EnergyDefense defense =
        new EnergyDefense(THREE_EPOCHS, request -> new Diverging(starts.isEmpty(), false));
    TrainedDefense trained = defense.train(StripesRequest.in(folder));
    assertThat(trained.figures())
        .containsEntry("energy restarts", 1.0)
        .containsEntry("learning rate", 0.005);
    assertThat(starts.get(1)).containsExactly(epochEnds.get(0));
    assertThat(epochEnds).as("one epoch, then the two that were left").hasSize(3);
  }

  @Test
  void weights_that_are_not_finite_are_no_good_epoch() {
    EnergyDefense defense =
        new EnergyDefense(THREE_EPOCHS, request -> new Diverging(starts.isEmpty(), true));
    defense.train(StripesRequest.in(folder));
    assertThat(starts.get(1)).containsExactly(epochEnds.get(0));
  }

  /** Diverges in the first step. */
  private static final class Hopeless implements TrainingStep {
    @Override
    public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
      throw new DivergedException("planted");
    }
  }

  @Test
  void fails_clearly_when_every_attempt_diverges() {
    EnergyDefense defense = new EnergyDefense(THREE_EPOCHS, request -> new Hopeless());
    assertThatThrownBy(() -> defense.train(StripesRequest.in(folder)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("planted; 4 attempts with learning rates down to")
        .hasMessageContaining("lower 'learning-rate' or 'sgld-step-size'");
  }

  @Test
  void the_schedule_goes_on_where_it_was_at_half_the_rate() {
    TrainingSettings settings =
        TrainingSettings.builder()
            .epochs(10)
            .learningRate(1)
            .warmupEpochs(5)
            .schedule(TrainingSettings.Schedule.STEP)
            .decayEpochs(List.of(2, 6))
            .build();
    TrainingSettings left = EnergyDefense.remaining(settings, 4);
    assertThat(left.epochs()).isEqualTo(6);
    assertThat(left.elapsedEpochs()).isEqualTo(4);
    assertThat(left.learningRate()).isEqualTo(0.5);
    assertThat(left.warmupEpochs()).isEqualTo(5);
    assertThat(left.decayEpochs()).containsExactly(2, 6);
    assertThat(left.schedule()).isEqualTo(settings.schedule());
    assertThat(EnergyDefense.remaining(left, 3).elapsedEpochs()).isEqualTo(7);
  }
}
