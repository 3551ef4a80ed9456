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
 * Deeplearning4j's update rule on the whole flat vector, at a learning rate given step by step.
 *
 * <p>Positions whose gradient was always zero (running statistics) stay as they are under both
 * rules.
 */
final class ParameterUpdater {

  private final IUpdater rule;
  private final GradientUpdater<?> updater;
  private final INDArray state;

  ParameterUpdater(TrainingSettings settings, DataType precision, long parameters) {
    this.rule =
        switch (settings.optimizer()) {
          case ADAM -> new Adam(settings.learningRate());
          case SGD -> new Nesterovs(settings.learningRate(), settings.momentum());
        };
    this.state = Nd4j.create(precision, 1, rule.stateSize(parameters));
    this.updater = rule.instantiate(state, true);
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
    rule.setLrAndSchedule(learningRate, null);
    updater.applyUpdater(gradient, step, epoch);
    parameters.subi(gradient);
  }
}
