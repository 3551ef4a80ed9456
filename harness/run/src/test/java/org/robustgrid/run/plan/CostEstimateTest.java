package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Passes;

class CostEstimateTest {

  private static final GridPlan PLAN = Grids.plan(Grids.SMALL);

  private static CostEstimate attack(Passes each) {
    PlannedDataset dataset = PLAN.datasets().get(0);
    PlannedPlugin plugin = new PlannedPlugin("any", "any", Map.of(), Map.of(), "1", "");
    PlannedAttack attack =
        new PlannedAttack(
            plugin,
            List.of("linf"),
            Access.GRADIENTS,
            null,
            null,
            null,
            Map.of(dataset.label(), each));
    return CostEstimate.attack(attack, PLAN.models().get(0), dataset);
  }

  @Test
  void an_attack_takes_its_passes_on_each_sample_and_a_judgement() {
    CostEstimate cost = attack(new Passes(14, 12));
    assertThat(cost.forward()).isEqualTo(40 * 15);
    assertThat(cost.backward()).isEqualTo(40 * 12);
  }

  @Test
  void an_attack_of_a_plan_costs_what_its_plugin_says() {
    PlannedAttack attack = PLAN.attacks().get(0);
    long steps = (long) attack.plugin().parameters().get("steps");
    CostEstimate cost = CostEstimate.attack(attack, PLAN.models().get(0), PLAN.datasets().get(0));
    assertThat(cost.forward()).isEqualTo(40 * (steps + 1));
    assertThat(cost.backward()).isEqualTo(40 * steps);
  }

  @Test
  void a_training_takes_the_passes_of_its_defense_in_each_epoch() {
    PlannedModel model = PLAN.models().get(0);
    PlannedDataset dataset = PLAN.datasets().get(0);
    CostEstimate cost = CostEstimate.training(model, dataset);
    long epochs = (long) model.training().get("epochs");
    assertThat(cost.forward()).isEqualTo(dataset.trainingSize() * epochs);
    assertThat(cost.backward()).isEqualTo(cost.forward());
  }
}
