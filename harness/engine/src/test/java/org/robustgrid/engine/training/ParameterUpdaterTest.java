package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.Optimizer;

class ParameterUpdaterTest {

  @Test
  void adams_first_step_has_the_length_of_the_learning_rate() {
    ParameterUpdater updater =
        new ParameterUpdater(TrainingSettings.builder().build(), DataType.DOUBLE, 3);
    INDArray parameters = Nd4j.zeros(DataType.DOUBLE, 3);

    updater.update(parameters, Nd4j.createFromArray(5.0, -0.1, 0.0), 0.25, 0, 0);

    assertThat(parameters.getDouble(0)).isEqualTo(-0.25, within(1e-6));
    assertThat(parameters.getDouble(1)).isEqualTo(0.25, within(1e-6));
    assertThat(parameters.getDouble(2)).isZero();
  }

  @Test
  void sgd_without_momentum_is_plain_gradient_descent() {
    ParameterUpdater updater =
        new ParameterUpdater(
            TrainingSettings.builder().optimizer(Optimizer.SGD).momentum(0).build(),
            DataType.DOUBLE,
            2);
    INDArray parameters = Nd4j.createFromArray(1.0, 1.0);

    updater.update(parameters, Nd4j.createFromArray(2.0, -4.0), 0.5, 0, 0);
    updater.update(parameters, Nd4j.createFromArray(2.0, -4.0), 0.25, 1, 0);

    assertThat(parameters.toDoubleVector()).containsExactly(-0.5, 4);
  }

  /** Three updates at rates 0.5, 0.5 and 0.25 with momentum 0.9 by gradients 1, -2 and 3. */
  private static double thirdOf(TrainingSettings.Builder settings) {
    ParameterUpdater updater =
        new ParameterUpdater(
            settings.optimizer(Optimizer.SGD).momentum(0.9).build(), DataType.DOUBLE, 1);
    INDArray parameters = Nd4j.createFromArray(10.0);
    updater.update(parameters, Nd4j.createFromArray(1.0), 0.5, 0, 0);
    updater.update(parameters, Nd4j.createFromArray(-2.0), 0.5, 1, 0);
    updater.update(parameters, Nd4j.createFromArray(3.0), 0.25, 2, 0);
    return parameters.getDouble(0);
  }

  @Test
  void plain_momentum_adds_gradients_to_a_velocity_that_the_rate_scales() {
    // v = 1, then 0.9 - 2 = -1.1, then -0.99 + 3 = 2.01
    double expected = 10 - 0.5 * 1 - 0.5 * -1.1 - 0.25 * 2.01;

    assertThat(thirdOf(TrainingSettings.builder().nesterov(false)))
        .isCloseTo(expected, within(1e-14));
  }

  @Test
  void nesterov_momentum_looks_ahead_and_is_the_default() {
    // v <- 0.9 v - rate g; the parameter moves by 1.9 v - 0.9 (v before)
    double first = -0.5;
    double second = 0.9 * first + 1;
    double third = 0.9 * second - 0.75;
    double expected =
        10 + 1.9 * first + (1.9 * second - 0.9 * first) + (1.9 * third - 0.9 * second);

    assertThat(thirdOf(TrainingSettings.builder())).isCloseTo(expected, within(1e-14));
  }

  @Test
  void a_saved_velocity_carries_on() {
    TrainingSettings settings =
        TrainingSettings.builder().optimizer(Optimizer.SGD).nesterov(false).build();
    ParameterUpdater first = new ParameterUpdater(settings, DataType.DOUBLE, 2);
    INDArray parameters = Nd4j.zeros(DataType.DOUBLE, 2);
    first.update(parameters, Nd4j.createFromArray(1.0, 2.0), 1, 0, 0);
    ParameterUpdater second = new ParameterUpdater(settings, DataType.DOUBLE, 2);
    second.state().assign(first.state());

    second.update(parameters, Nd4j.createFromArray(0.0, 0.0), 1, 1, 0);

    assertThat(parameters.toDoubleVector()).containsExactly(-1.9, -3.8);
  }
}
