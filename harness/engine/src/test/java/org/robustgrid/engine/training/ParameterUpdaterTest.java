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
}
