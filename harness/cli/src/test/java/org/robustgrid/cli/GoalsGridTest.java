package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.plugin.PluginRegistry;

/** The grid of goals that ships. */
class GoalsGridTest {

  private static final GridPlan PLAN =
      new GridPlanner(PluginRegistry.fromClassPath())
          .plan(GridFile.read(Path.of("../../leaderboards/grids/goals.yaml")));

  private static Set<String> under(PlannedThreatModel threat) {
    return PLAN.attacks().stream()
        .filter(attack -> attack.runsUnder(threat))
        .map(PlannedAttack::label)
        .collect(Collectors.toSet());
  }

  @Test
  void shows_every_kind_of_goal() {
    assertThat(PLAN.threatModels().stream().map(PlannedThreatModel::toString).toList())
        .isEqualTo(
            List.of(
                "linf 0.15",
                "linf 0.15 targeted random",
                "linf minimum-distance",
                "l2 minimum-distance"));
  }

  @Test
  void each_goal_has_the_attacks_that_can_be_after_it() {
    assertThat(under(PLAN.threatModels().get(0)))
        .containsExactlyInAnyOrder("fgsm", "pgd", "square", "apgd", "fab");
    assertThat(under(PLAN.threatModels().get(1)))
        .containsExactlyInAnyOrder("fgsm", "pgd", "square", "apgd");
    assertThat(under(PLAN.threatModels().get(2))).containsExactly("fab");
    assertThat(under(PLAN.threatModels().get(3))).containsExactly("fab");
  }
}
