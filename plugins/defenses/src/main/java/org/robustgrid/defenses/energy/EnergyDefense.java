package org.robustgrid.defenses.energy;

import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;

/**
 * A defense that trains with an energy-based objective. If training diverges, it resumes from the
 * last good epoch with half the learning rate and fresh chains. It fails after four attempts.
 *
 * @param overrides the row's changes to the grid's training settings
 * @param step creates the step of each attempt
 */
record EnergyDefense(TrainingOverrides overrides, Function<DefenseRequest, TrainingStep> step)
    implements Defense {

  private static final int ATTEMPTS = 4;

  @Override
  public TrainedDefense train(DefenseRequest request) {
    TrainingSettings settings = overrides.apply(request.settings());
    Network network = request.newNetwork();
    LastGood good = new LastGood(step.apply(request), network);
    Trainer trainer = request.trainer();
    for (int attempt = 1; ; attempt++) {
      try {
        trainer.train(network, settings, good);
        return TrainedDefense.builder(network)
            .figure("energy restarts", attempt - 1)
            .figure("learning rate", settings.learningRate())
            .build();
      } catch (DivergedException e) {
        if (attempt == ATTEMPTS) {
          throw new DivergedException(
              e.getMessage()
                  + "; "
                  + ATTEMPTS
                  + " attempts with learning rates down to "
                  + settings.learningRate()
                  + " all diverged; lower 'learning-rate' or 'sgld-step-size'");
        }
        network.parameters().assign(good.parameters);
        network.parametersChanged();
        settings = remaining(settings, good.finished);
        good = new LastGood(step.apply(request), network);
        trainer = request.trainer("restart-" + attempt);
      }
    }
  }

  /** Returns the settings of the remaining epochs: the same schedule at half the learning rate. */
  static TrainingSettings remaining(TrainingSettings settings, int finished) {
    return settings.toBuilder()
        .epochs(settings.epochs() - finished)
        .elapsedEpochs(settings.elapsedEpochs() + finished)
        .learningRate(settings.learningRate() / 2)
        .build();
  }

  /** Keeps the weights after each epoch that ends with finite ones. */
  private static final class LastGood implements TrainingStep {
    private final TrainingStep step;
    private INDArray parameters;
    private int finished;

    LastGood(TrainingStep step, Network network) {
      this.step = step;
      this.parameters = network.parameters().dup();
    }

    @Override
    public Auxiliary auxiliary() {
      return step.auxiliary();
    }

    @Override
    public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
      if (batch.step() == 0 && batch.epoch() > finished) {
        // resumed from a checkpoint, whose weights are the last good ones
        parameters = network.parameters().dup();
        finished = batch.epoch();
      }
      return step.accumulate(network, batch, gradient);
    }

    @Override
    public void epochFinished(Network network, int epoch) {
      step.epochFinished(network, epoch);
      // the trainer checks the epoch's last weights only after this call
      if (Double.isFinite(Nd4j.getBlasWrapper().dot(network.parameters(), network.parameters()))) {
        parameters = network.parameters().dup();
        finished = epoch + 1;
      }
    }

    @Override
    public Map<String, INDArray> state() {
      return step.state();
    }

    @Override
    public void restore(Map<String, INDArray> state) {
      step.restore(state);
    }
  }
}
