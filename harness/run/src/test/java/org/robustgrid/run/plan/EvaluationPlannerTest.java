package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.run.cell.Cells;

class EvaluationPlannerTest {

  private static final ExecutionProfile PROFILE = Profiles.portable();

  private static final String LIMITED =
      Grids.SMALL
          .replace(
              "  - plain\n",
              "  - plain\n  - {id: certifying, samples: 20, draws: 4, judgements: 3}\n")
          .replace("parameters: {steps: 3}}", "parameters: {steps: 3}, samples: 30}");

  private static List<String> problems(String yaml) {
    YamlException e = catchThrowableOfType(YamlException.class, () -> Grids.plan(yaml));
    assertThat(e).as("the grid should be refused").isNotNull();
    return e.problems();
  }

  private static int attacked(GridPlan plan, String model, String attack) {
    return plan.attack(attack).samplesOf(plan.model(model), plan.dataset("clouds"));
  }

  @Test
  void a_cell_is_limited_by_its_row_and_its_attack() {
    GridPlan plan = Grids.plan(LIMITED);
    assertThat(attacked(plan, "clouds/plain/0", "step")).isEqualTo(40);
    assertThat(attacked(plan, "clouds/plain/0", "step-3")).isEqualTo(30);
    assertThat(attacked(plan, "clouds/certifying/0", "step")).isEqualTo(20);
    assertThat(attacked(plan, "clouds/certifying/0", "step-3")).isEqualTo(20);
  }

  @Test
  void a_row_bounds_its_certificates_too() {
    GridPlan plan = Grids.plan(LIMITED + "certification: {radii: [0.25], samples: 30}\n");
    PlannedDataset dataset = plan.dataset("clouds");
    assertThat(plan.certification().samplesOf(plan.model("clouds/certifying/0"), dataset))
        .isEqualTo(20);
    assertThat(plan.certification().samplesOf(plan.model("clouds/plain/0"), dataset)).isEqualTo(30);
  }

  @Test
  void a_row_may_have_draws_of_its_own() {
    GridPlan plan = Grids.plan(LIMITED);
    assertThat(plan.model("clouds/certifying/0").under(PROFILE)).isEqualTo(PROFILE.withDraws(4, 3));
    assertThat(plan.model("clouds/plain/0").under(PROFILE)).isEqualTo(PROFILE);
  }

  @Test
  void a_row_may_be_resubmitted_more_or_less_often() {
    GridPlan plan = Grids.plan(LIMITED.replace("judgements: 3", "resubmissions: 25"));
    assertThat(plan.model("clouds/certifying/0").under(PROFILE).timesResubmitted()).isEqualTo(25);
    assertThat(plan.model("clouds/plain/0").under(PROFILE).timesResubmitted()).isEqualTo(10);
    assertThat(problems(LIMITED.replace("judgements: 3", "resubmissions: 0")))
        .singleElement()
        .asString()
        .contains("row 'certifying'", "from 1 on under 'resubmissions', found 0");
  }

  @Test
  void estimates_only_what_is_evaluated() {
    assertThat(Cells.planned(Grids.plan(LIMITED)))
        .filteredOn(c -> c.under().isEmpty() || c.under().contains("0.1"))
        .filteredOn(c -> !c.model().id().contains("short") && !c.what().equals("training"))
        .extracting(
            c -> c.model().id() + " " + c.what() + " " + c.cost(Grids.plan(LIMITED)).forward())
        .containsExactly(
            "clouds/plain/0 clean 40",
            "clouds/plain/0 step 80",
            "clouds/plain/0 step-3 120",
            // three judgements, each of logits and a decision; one or three gradients over 4 draws
            "clouds/certifying/0 clean 120",
            "clouds/certifying/0 step 200",
            "clouds/certifying/0 step-3 360",
            // one draw that is known takes no expectation
            "clouds/certifying/0 step, fixed randomness 50",
            "clouds/certifying/0 step-3, fixed randomness 90");
  }

  @Test
  void reports_all_mistakes() {
    String yaml =
        Grids.SMALL
            .replace("  - plain\n", "  - {id: plain, samples: 41, draws: 2}\n")
            .replace("label: short,", "label: short, samples: 0,")
            .replace("  - step\n", "  - {id: step, samples: many}\n")
            .replace("label: step-3,", "label: step-3, samples: 50,");
    assertThat(problems(yaml))
        .anyMatch(p -> p.contains("row 'plain'") && p.contains("has 40 samples in this grid"))
        .anyMatch(p -> p.contains("'draws' is for defenses whose classifier draws randomness"))
        .anyMatch(
            p -> p.contains("row 'short'") && p.contains("from 1 on under 'samples', found 0"))
        .anyMatch(p -> p.contains("attacks[0].samples: expected a whole number, found 'many'"))
        .anyMatch(p -> p.contains("attack 'step-3'") && p.contains("found 50 under 'samples'"))
        .hasSize(5);
  }

  @Test
  void survives_json() {
    GridPlan plan = Grids.plan(LIMITED);
    String json = CanonicalJson.write(plan);
    assertThat(CanonicalJson.read(json, GridPlan.class)).isEqualTo(plan);
  }

  @Test
  void leaves_no_trace_in_a_plan_without_limits() {
    assertThat(CanonicalJson.write(Grids.plan(Grids.SMALL).models())).doesNotContain("evaluation");
  }

  @Test
  void a_limit_that_does_not_hold_a_single_question_is_refused() {
    assertThat(problems(LIMITED + "limits: {passes: 7}\n"))
        .singleElement()
        .asString()
        .contains("limits.passes", "7 passes", "'step' about row 'certifying'", "which takes 8")
        .contains("for each of 4 draws", "allow 8 or more");
    assertThat(problems(LIMITED + "limits: {passes: 1}\n"))
        .anyMatch(p -> p.contains("about row 'plain', which takes 2 (forward and backward)"));
    assertThat(Grids.plan(LIMITED + "limits: {passes: 8}\n").limits().passes()).isEqualTo(8);
  }
}
