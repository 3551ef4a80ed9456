package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Access;

class CostEstimateTest {

  private static CostEstimate attack(Access access, Map<String, Object> parameters) {
    GridPlan plan = Grids.plan(Grids.SMALL);
    PlannedPlugin plugin = new PlannedPlugin("any", "any", parameters, Map.of(), "1", "");
    return CostEstimate.attack(
        new PlannedAttack(plugin, List.of("linf"), access.name(), null),
        plan.models().get(0),
        plan.datasets().get(0));
  }

  @Test
  void aGradientAttackTakesAForwardAndABackwardPassAStep() {
    CostEstimate cost = attack(Access.GRADIENTS, Map.of("steps", 7L, "restarts", 2L));
    // 40 samples, 14 steps, one judgement
    assertThat(cost.forward()).isEqualTo(40 * 15);
    assertThat(cost.backward()).isEqualTo(40 * 14);
  }

  @Test
  void anAttackOnBoundariesTakesAGradientForEachRivalClass() {
    int classes = Grids.plan(Grids.SMALL).datasets().get(0).classNames().size();
    CostEstimate all = attack(Access.GRADIENTS, Map.of("steps", 7L, "restarts", 2L, "rivals", 0L));
    assertThat(all.backward()).isEqualTo(40L * 14 * (classes - 1));
    CostEstimate one = attack(Access.GRADIENTS, Map.of("steps", 7L, "restarts", 2L, "rivals", 1L));
    assertThat(one.backward()).isEqualTo(40 * 14);
    // a question after each step and at each start, and one judgement
    assertThat(one.forward()).isEqualTo(40 * (14 + 14 + 2 + 1));
  }

  @Test
  void anAttackOnScoresTakesAPassAQueryAndNoGradient() {
    CostEstimate cost = attack(Access.SCORES, Map.of("queries", 99L, "restarts", 2L));
    assertThat(cost.forward()).isEqualTo(40 * 201);
    assertThat(cost.backward()).isZero();
  }
}
