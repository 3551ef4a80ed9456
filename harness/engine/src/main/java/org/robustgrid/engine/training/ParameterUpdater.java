package org.robustgrid.engine.training;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.robustgrid.spi.defense.TrainingSettings;

/**
 * The update rule on the whole flat vector, at a learning rate given step by step: Deeplearning4j's
 * Adam and Nesterov momentum, and plain momentum as PyTorch's v ← μ v + g, θ ← θ − η v.
 *
 * <p>Positions whose gradient was always zero (running statistics) stay as they are under each
 * rule.
 */
final class ParameterUpdater {

  /** Turns a gradient into what is subtracted from the parameters, in place. */
  private interface Rule {
    void apply(INDArray gradient, double learningRate, int step, int epoch);
  }

  private final Rule rule;
  private final INDArray state;

  ParameterUpdater(TrainingSettings settings, DataType precision, long parameters) {
    boolean plain = settings.optimizer() == TrainingSettings.Optimizer.SGD && !settings.nesterov();
    if (plain) {
      this.state = Nd4j.create(precision, 1, parameters);
      this.rule = momentum(state.reshape(parameters), settings.momentum());
    } else {
      IUpdater library =
          switch (settings.optimizer()) {
            case ADAM -> new Adam(settings.learningRate());
            case SGD -> new Nesterovs(settings.learningRate(), settings.momentum());
          };
      this.state = Nd4j.create(precision, 1, library.stateSize(parameters));
      this.rule = rule(library, library.instantiate(state, true));
    }
  }

  private static Rule momentum(INDArray velocity, double momentum) {
    return (gradient, learningRate, step, epoch) -> {
      velocity.muli(momentum).addi(gradient);
      gradient.assign(velocity).muli(learningRate);
    };
  }

  private static Rule rule(IUpdater library, GradientUpdater<?> updater) {
    return (gradient, learningRate, step, epoch) -> {
      library.setLrAndSchedule(learningRate, null);
      updater.applyUpdater(gradient, step, epoch);
    };
  }

  /** The rule's state, [1, values]: a live view that a checkpoint saves and restores. */
  INDArray state() {
    return state;
  }

  /**
   * Moves the parameters by one step.
   *
   * @param gradient overwritten by the update
   * @param step counted from 0 over all epochs (Adam corrects its bias by it)
   */
  void update(INDArray parameters, INDArray gradient, double learningRate, int step, int epoch) {
    rule.apply(gradient, learningRate, step, epoch);
    parameters.subi(gradient);
  }
}
