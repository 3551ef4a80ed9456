package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plugin.PluginRegistry;

/** Bundled defenses train within what is customary on the data if a grid does not say. */
class CustomaryRadiusTest {

  private static GridPlan plan(String dataset, String defense) {
    String grid =
        """
        name: radius
        datasets: [{id: %s, samples: 10}]
        architectures: [{id: mlp, parameters: {hidden: [4]}}]
        training: {epochs: 8, batch-size: 64, validation: 0}
        threat-models: [{norm: l2, epsilon: 0.1}]
        defenses: [%s]
        attacks: [fgsm]
        checks: none
        """
            .formatted(dataset, defense);
    return new GridPlanner(PluginRegistry.fromClassPath())
        .plan(GridFile.parse("g.yaml", grid, Path.of("")));
  }

  private static Object epsilon(GridPlan plan) {
    return plan.rows().get(0).defense().parameters().get("epsilon");
  }

  @Test
  void a_radius_that_is_not_given_follows_the_data_and_the_plan_says_so() {
    GridPlan plan = plan("mnist-10k", "fast-at");
    assertThat(epsilon(plan)).isEqualTo(0.3);
    assertThat(plan.notes())
        .containsExactly(
            "defense 'fast-at' on mnist-10k takes epsilon 0.3, which is customary there under linf;"
                + " write 'epsilon' among its parameters to take another");
  }

  @Test
  void the_norm_that_a_parameter_names_decides() {
    GridPlan plan = plan("mnist-10k", "{id: trades, parameters: {norm: l2}}");
    assertThat(epsilon(plan)).isEqualTo(2.0);
    assertThat(plan.notes()).singleElement().asString().contains("customary there under l2");
  }

  @Test
  void a_radius_that_is_given_stays() {
    GridPlan plan = plan("mnist-10k", "{id: fast-at, parameters: {epsilon: 8/255}}");
    assertThat(epsilon(plan)).isEqualTo(8.0 / 255);
    assertThat(plan.notes()).isEmpty();
  }

  @Test
  void data_without_a_custom_leave_the_defenses_own_default() {
    GridPlan plan = plan("line-2d", "trades");
    assertThat(epsilon(plan)).isEqualTo(8.0 / 255);
    assertThat(plan.notes()).isEmpty();
  }
}
