package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.run.cell.AnalysisCell;
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
    assertThat(plan("").checks().names())
        .containsExactly(
            "black-box-wins",
            "constant-model",
            "larger-epsilon-helps",
            "lost-in-rounding",
            "single-step-wins",
            "softmax-output",
            "survives-any-epsilon",
            "transfer-wins",
            "unaveraged-randomness",
            "wrong-gradient",
            "zero-gradient");
  }

  @Test
  void a_grid_chooses_checks_by_name() {
    assertThat(plan("checks: [larger-epsilon-helps, lost-in-rounding]\n").checks().names())
        .containsExactly("larger-epsilon-helps", "lost-in-rounding");
  }

  @Test
  void what_would_misjudge_a_constant_model_is_not_checked_alone() {
    for (String name : plan("").checks().names()) {
      boolean presumes =
          List.of("survives-any-epsilon", "zero-gradient", "softmax-output").contains(name);
      assertThat(plan("checks: [" + name + "]\n").checks().names().contains("constant-model"))
          .as(name)
          .isEqualTo(presumes || name.equals("constant-model"));
    }
  }

  @Test
  void a_grid_without_checks_has_no_cells_of_theirs() {
    assertThat(Cells.planned(plan("checks: none\n"))).noneMatch(c -> c instanceof AnalysisCell);
  }

  @Test
  void checks_that_read_other_cells_need_no_cell() {
    assertThat(Cells.planned(plan("checks: [larger-epsilon-helps, single-step-wins]\n")))
        .noneMatch(c -> c instanceof AnalysisCell);
  }

  @Test
  void the_dry_run_shows_what_checks_cost_once_per_row_and_norm() {
    assertThat(Cells.planned(plan("")))
        .filteredOn(c -> c.what().equals("survives-any-epsilon"))
        .hasSize(2)
        .allMatch(c -> c.under().equals("linf"))
        // a gradient at each of 40 samples, and 20 steps and a judgement of 30
        .allMatch(c -> c.cost(plan("")).forward() == 40 + 30 * (20 + 1))
        .allMatch(c -> c.cost(plan("")).backward() == 40 + 30 * 20);
  }

  @Test
  void an_unknown_name_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> plan("checks: [zero-gradients]\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("there is no check 'zero-gradients'")
        .hasMessageContaining(
            "survives-any-epsilon, transfer-wins, unaveraged-randomness, wrong-gradient, zero-gradient");
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
