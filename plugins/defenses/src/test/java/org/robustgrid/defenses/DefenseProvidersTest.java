package org.robustgrid.defenses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.robustgrid.defenses.adversarial.AdversarialTrainingProvider;
import org.robustgrid.defenses.adversarial.FastAtProvider;
import org.robustgrid.defenses.adversarial.TradesProvider;
import org.robustgrid.defenses.distillation.RobustDistillationProvider;
import org.robustgrid.defenses.energy.JeatProvider;
import org.robustgrid.defenses.energy.JemProvider;
import org.robustgrid.defenses.energy.PreJeatProvider;
import org.robustgrid.defenses.smoothing.RandomizedSmoothingProvider;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.TrainingSettings;

class DefenseProvidersTest {

  @Test
  void the_service_loader_finds_the_bundled_defenses() {
    assertThat(ServiceLoader.load(DefenseProvider.class).stream())
        .extracting(provider -> provider.get().descriptor().id())
        .contains("standard", "gaussian-noise", "adversarial-training", "trades");
  }

  @Test
  void a_negative_epsilon_is_refused() {
    assertThatThrownBy(
            () ->
                Parameters.of(
                    new AdversarialTrainingProvider().descriptor(), Map.of("epsilon", -0.1)))
        .hasMessageContaining("epsilon")
        .hasMessageContaining("> 0");
  }

  @Test
  void an_undeclared_step_size_follows_epsilon_and_steps() {
    InnerAttack attack =
        InnerAttack.of(
            Parameters.of(
                new TradesProvider().descriptor(),
                Map.of("norm", "l2", "epsilon", 2.0, "steps", 5)));
    assertThat(attack.threat().norm()).isEqualTo(Norm.L2);
    assertThat(attack.stepSize()).isCloseTo(1.0, within(1e-15));
  }

  private static Passes training(DefenseProvider provider, Map<String, Object> given) {
    return provider.estimate(Parameters.of(provider.descriptor(), given)).training();
  }

  @Test
  void robust_distillation_costs_an_attack_only_on_adversarial_images() {
    DefenseProvider distillation = new RobustDistillationProvider();
    assertThat(training(distillation, Map.of("teacher", "t"))).isEqualTo(Passes.gradients(1));
    assertThat(training(distillation, Map.of("teacher", "t", "clean-weight", 0.5)))
        .isEqualTo(Passes.gradients(2));
    assertThat(training(distillation, Map.of("teacher", "t", "adversarial", true, "steps", 7)))
        .isEqualTo(Passes.gradients(8));
  }

  @Test
  void energy_based_training_costs_its_langevin_steps_and_two_passes() {
    assertThat(training(new JemProvider(), Map.of("sgld-steps", 6))).isEqualTo(Passes.gradients(8));
    assertThat(training(new JeatProvider(), Map.of("sgld-steps", 6, "steps", 3)))
        .isEqualTo(Passes.gradients(11));
    assertThat(training(new PreJeatProvider(), Map.of("steps", 3))).isEqualTo(Passes.gradients(4));
  }

  @Test
  void an_attack_in_training_costs_its_steps() {
    assertThat(training(new FastAtProvider(), Map.of())).isEqualTo(Passes.gradients(2));
    assertThat(training(new TradesProvider(), Map.of("steps", 5))).isEqualTo(new Passes(8, 7));
  }

  @Test
  void randomized_smoothing_costs_an_attack_on_every_draw_only_in_smooth_adv() {
    DefenseProvider smoothing = new RandomizedSmoothingProvider();
    assertThat(training(smoothing, Map.of("steps", 4))).isEqualTo(Passes.gradients(1));
    assertThat(
            training(smoothing, Map.of("training", "smooth-adv", "steps", 4, "training-draws", 3)))
        .isEqualTo(Passes.gradients(15));
  }

  @Test
  void a_rows_epochs_replace_the_grids() {
    TrainingSettings grid = TrainingSettings.builder().epochs(5).learningRate(0.01).build();
    TrainingSettings row = new TrainingOverrides(9, 0).apply(grid);
    assertThat(row.epochs()).isEqualTo(9);
    assertThat(row.learningRate()).isEqualTo(0.01);
  }

  @Test
  void a_rows_epochs_stretch_the_grids_schedule() {
    TrainingSettings grid =
        TrainingSettings.builder().epochs(8).warmupEpochs(1).decayEpochs(List.of(5, 7)).build();
    TrainingSettings row = new TrainingOverrides(4, 0).apply(grid);
    assertThat(row.warmupEpochs()).isEqualTo(0.5);
    assertThat(row.decayPoints()).containsExactly(2.5, 3.5);
  }
}
