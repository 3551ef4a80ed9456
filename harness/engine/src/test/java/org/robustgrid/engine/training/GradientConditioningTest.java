package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

class GradientConditioningTest {

  @Test
  void clipping_shortens_a_long_gradient_to_the_limit() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    GradientConditioning conditioning =
        GradientConditioning.of(TrainingSettings.builder().gradientClip(0.5).build(), network);
    INDArray gradient = Nd4j.ones(DataType.DOUBLE, network.parameterCount());

    double norm = conditioning.apply(network.parameters(), gradient);

    assertThat(norm).isEqualTo(Math.sqrt(network.parameterCount()), within(1e-12));
    assertThat(gradient.norm2Number().doubleValue()).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void clipping_leaves_a_short_gradient_as_it_is() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    GradientConditioning conditioning =
        GradientConditioning.of(TrainingSettings.builder().gradientClip(1e6).build(), network);
    INDArray gradient = Nd4j.ones(DataType.DOUBLE, network.parameterCount());

    conditioning.apply(network.parameters(), gradient);

    assertThat(gradient).isEqualTo(Nd4j.ones(DataType.DOUBLE, network.parameterCount()));
  }

  @Test
  void weight_decay_pulls_on_weights_only_and_is_not_clipped() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    network.parameters().assign(2);
    GradientConditioning conditioning =
        GradientConditioning.of(
            TrainingSettings.builder().weightDecay(3).gradientClip(1e-9).build(), network);
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());

    conditioning.apply(network.parameters(), gradient);

    for (ParameterLayout.Slot slot : ParameterLayout.of(network).slots()) {
      double pull = slot.role() == ParameterLayout.Role.WEIGHT ? 6 : 0;
      assertThat(Arrays.stream(slot.in(gradient).ravel().toDoubleVector()).distinct())
          .as(slot.name())
          .containsExactly(pull);
    }
  }

  @Test
  void weight_decay_on_all_spares_running_statistics_only() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    network.parameters().assign(2);
    GradientConditioning conditioning =
        GradientConditioning.of(
            TrainingSettings.builder()
                .weightDecay(3)
                .weightDecayOn(TrainingSettings.DecayOn.ALL)
                .build(),
            network);
    INDArray gradient = Nd4j.ones(DataType.DOUBLE, network.parameterCount());

    conditioning.apply(network.parameters(), gradient);

    for (ParameterLayout.Slot slot : ParameterLayout.of(network).slots()) {
      double pulled = slot.role().isStatistic() ? 1 : 7;
      assertThat(Arrays.stream(slot.in(gradient).ravel().toDoubleVector()).distinct())
          .as(slot.name())
          .containsExactly(pulled);
    }
  }

  @Test
  void without_a_decay_nothing_pulls_wherever_it_would() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    GradientConditioning conditioning =
        GradientConditioning.of(
            TrainingSettings.builder().weightDecayOn(TrainingSettings.DecayOn.ALL).build(),
            network);
    INDArray gradient = Nd4j.rand(DataType.DOUBLE, network.parameterCount());
    double[] before = gradient.toDoubleVector();

    conditioning.apply(network.parameters(), gradient);

    assertThat(gradient.toDoubleVector()).isEqualTo(before);
  }
}
