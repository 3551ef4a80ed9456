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
  void everyCheckIsOnUnlessTheGridSaysOtherwise() {
    assertThat(plan("").checks().checks()).containsExactly(Check.values());
  }

  @Test
  void aGridChoosesChecksByName() {
    assertThat(plan("checks: [zero-gradient, larger-epsilon-helps]\n").checks().checks())
        .contains(Check.LARGER_EPSILON_HELPS, Check.ZERO_GRADIENT)
        .doesNotContain(Check.SOFTMAX_OUTPUT, Check.BLACK_BOX_WINS);
  }

  @Test
  void whatWouldMisjudgeAConstantModelIsNotCheckedAlone() {
    for (String name : Check.ids()) {
      boolean presumes = Check.of(name).orElseThrow().presumesDecisions();
      assertThat(plan("checks: [" + name + "]\n").checks().has(Check.CONSTANT_MODEL))
          .as(name)
          .isEqualTo(presumes || name.equals("constant-model"));
    }
  }

  @Test
  void aGridWithoutChecksHasNoCellsOfTheirs() {
    assertThat(Cells.planned(plan("checks: none\n"))).noneMatch(c -> c.what().equals("checks"));
  }

  @Test
  void checksThatReadOtherCellsNeedNoneOfTheirOwn() {
    assertThat(Cells.planned(plan("checks: [larger-epsilon-helps, single-step-wins]\n")))
        .noneMatch(c -> c.what().equals("checks"));
  }

  @Test
  void theDryRunShowsWhatChecksCostOncePerRowAndNorm() {
    assertThat(Cells.planned(plan("")))
        .filteredOn(c -> c.what().equals("checks"))
        .hasSize(2)
        .allMatch(c -> c.under().equals("linf 0.3"))
        // 4 questions, 20 steps and a judgement; 200 queries of half of them, and a judgement
        .allMatch(c -> c.cost(plan("")).forward() == 30 * (4 + 20 + 1) + 15 * (200 + 1))
        .allMatch(c -> c.cost(plan("")).backward() == 30 * (1 + 20));
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> plan("checks: [zero-gradients]\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("there is no check 'zero-gradients'")
        .hasMessageContaining("zero-gradient, softmax-output");
  }

  @Test
  void somethingElseThanAListIsRefused() {
    assertThatThrownBy(() -> plan("checks: some\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("expected 'none' or a list of names of checks, found 'some'");
  }

  @Test
  void otherCellsKeepTheirKeys() {
    GridPlan with = plan("");
    GridPlan without = plan("checks: none\n");
    ExecutionProfile profile = ExecutionProfile.standard("portable");
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
  void aPlanOfAVersionWithoutChecksHasNone() {
    String json = CanonicalJson.write(plan(""));
    String old = json.replaceFirst("\"checks\":\\{.*?\\},\"datasets\"", "\"datasets\"");
    assertThat(old).doesNotContain("\"checks\"");
    assertThat(CanonicalJson.read(old, GridPlan.class).checks()).isEqualTo(PlannedChecks.NONE);
  }
}
