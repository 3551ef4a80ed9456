package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.TrainingCell;

class CheckPlannerTest {

  private static GridPlan plan(String checks) {
    return Grids.plan(Grids.SMALL.replace("checks: none\n", checks));
  }

  @Test
  void every_check_is_on_unless_the_grid_says_otherwise() {
    assertThat(plan("").checks().checks()).containsExactly(Check.values());
  }

  @Test
  void a_grid_chooses_checks_by_name() {
    assertThat(plan("checks: [zero-gradient, larger-epsilon-helps]\n").checks().checks())
        .contains(Check.LARGER_EPSILON_HELPS, Check.ZERO_GRADIENT)
        .doesNotContain(Check.SOFTMAX_OUTPUT, Check.BLACK_BOX_WINS);
  }

  @Test
  void what_would_misjudge_a_constant_model_is_not_checked_alone() {
    for (String name : Check.ids()) {
      boolean presumes = Check.of(name).orElseThrow().presumesDecisions();
      assertThat(plan("checks: [" + name + "]\n").checks().has(Check.CONSTANT_MODEL))
          .as(name)
          .isEqualTo(presumes || name.equals("constant-model"));
    }
  }

  @Test
  void a_grid_without_checks_has_no_cells_of_theirs() {
    assertThat(Cells.planned(plan("checks: none\n"))).noneMatch(c -> c.what().equals("checks"));
  }

  @Test
  void checks_that_read_other_cells_need_none_of_their_own() {
    assertThat(Cells.planned(plan("checks: [larger-epsilon-helps, single-step-wins]\n")))
        .noneMatch(c -> c.what().equals("checks"));
  }

  @Test
  void the_dry_run_shows_what_checks_cost_once_per_row_and_norm() {
    assertThat(Cells.planned(plan("")))
        .filteredOn(c -> c.what().equals("checks"))
        .hasSize(2)
        .allMatch(c -> c.under().equals("linf 0.3"))
        // 4 questions, 20 steps and a judgement; 200 queries of half of them, and a judgement
        .allMatch(c -> c.cost(plan("")).forward() == 30 * (4 + 20 + 1) + 15 * (200 + 1))
        .allMatch(c -> c.cost(plan("")).backward() == 30 * (1 + 20));
  }

  @Test
  void an_unknown_name_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> plan("checks: [zero-gradients]\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("there is no check 'zero-gradients'")
        .hasMessageContaining("zero-gradient, softmax-output");
  }

  @Test
  void something_else_than_a_list_is_refused() {
    assertThatThrownBy(() -> plan("checks: some\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("expected 'none' or a list of names of checks, found 'some'");
  }

  @Test
  void other_cells_keep_their_keys() {
    GridPlan with = plan("");
    GridPlan without = plan("checks: none\n");
    ExecutionProfile profile = Profiles.portable();
    PlannedModel model = with.models().get(0);
    CellKeys keys = new CellKeys(with, profile);
    CellKeys others = new CellKeys(without, profile);
    assertThat(new TrainingCell(model).key(keys)).isEqualTo(new TrainingCell(model).key(others));
    assertThat(new CleanCell(model).key(keys, "w"))
        .isEqualTo(new CleanCell(model).key(others, "w"));
    assertThat(
            new AttackCell(model, with.attack("step"), with.threatModels().get(0)).key(keys, "w"))
        .isEqualTo(
            new AttackCell(model, without.attack("step"), without.threatModels().get(0))
                .key(others, "w"));
  }

  @Test
  void a_plan_of_a_version_without_checks_has_none() {
    String json = CanonicalJson.write(plan(""));
    String old = json.replaceFirst("\"checks\":\\{.*?\\},\"datasets\"", "\"datasets\"");
    assertThat(old).doesNotContain("\"checks\"");
    assertThat(CanonicalJson.read(old, GridPlan.class).checks()).isEqualTo(PlannedChecks.NONE);
  }
}
