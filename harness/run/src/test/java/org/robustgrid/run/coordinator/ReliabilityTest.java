package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.Grids;

/** A run with an honest row and rows that hide their gradients. */
@Tag("process")
class ReliabilityTest {

  private static final String UNCHECKED =
      Grids.SMALL
          // a few units only may all be dead somewhere, which no honest network is
          .replace(
              "architectures: [dense]", "architectures: [{id: dense, parameters: {width: 32}}]")
          .replace("epochs: 4", "epochs: 10")
          .replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "")
          .replace("  - {id: step, label: step-3, parameters: {steps: 3}}\n", "")
          .replace(
              "  - plain\n",
              """
                - plain
                - {id: masked, label: softmax, parameters: {way: softmax}}
                - {id: masked, label: quantised, parameters: {way: quantised}}
                - {id: masked, label: resized, draws: 1, parameters: {way: resized}}
                - {id: masked, label: averaged, parameters: {way: resized}}
                - {id: masked, label: undeclared, parameters: {way: undeclared}}
              """);

  private static final String CHECKED = UNCHECKED.replace("checks: none\n", "");

  @TempDir static Path shared;
  private static Path run;
  private static RunOutcome before;
  private static RunOutcome outcome;

  @BeforeAll
  static void checkARunThatWasFinished() {
    run = shared.resolve("run");
    before = Runs.run(UNCHECKED, run);
    outcome = Runs.run(CHECKED, run);
  }

  private static Row row(Path root, int board, String label) {
    return Runs.leaderboard(root).boards().get(board).rows().stream()
        .filter(r -> r.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> kinds(String label) {
    return row(run, 1, label).flags().stream().map(Flag::kind).distinct().toList();
  }

  private static SeedResult seed(String label) {
    return row(run, 1, label).perSeed().get(0);
  }

  @Test
  void an_honest_row_bears_no_flag() {
    assertThat(row(run, 0, "plain").flags()).isEmpty();
    assertThat(row(run, 1, "plain").flags()).isEmpty();
  }

  @Test
  void a_saturated_softmax_is_caught() {
    assertThat(kinds("softmax"))
        .contains("softmax-output", "zero-gradient", "survives-any-epsilon", "black-box-wins");
  }

  @Test
  void a_quantised_input_is_caught() {
    assertThat(kinds("quantised"))
        .contains("zero-gradient", "survives-any-epsilon", "black-box-wins")
        .doesNotContain("softmax-output");
  }

  @Test
  void random_resizing_under_a_single_draw_is_caught() {
    assertThat(kinds("resized")).contains("unaveraged-randomness");
  }

  @Test
  void the_same_under_an_expectation_is_honest() {
    assertThat(kinds("averaged")).containsExactly("randomised");
  }

  @Test
  void a_randomised_row_is_shown_under_three_protocols() {
    Row averaged = row(run, 1, "averaged");
    SeedResult seed = averaged.perSeed().get(0);
    assertThat(averaged.columns())
        .containsOnlyKeys("10 resubmissions", "fixed randomness", "transfer");
    assertThat(seed.columns().get("10 resubmissions").bits().andNot(seed.worst()).count()).isZero();
    assertThat(averaged.columns().get("fixed randomness").rate())
        .isEqualTo(seed.columns().get("fixed randomness").bits().count() / 40.0);
    assertThat(row(run, 1, "plain").columns()).containsOnlyKeys("transfer");
    assertThat(row(run, 1, "undeclared").columns()).containsOnlyKeys("transfer");
  }

  @Test
  void images_of_other_rows_break_one_that_hides_its_gradient() {
    Row quantised = row(run, 1, "quantised");
    assertThat(kinds("quantised")).contains("transfer-wins");
    assertThat(quantised.columns().get("transfer").rate()).isLessThan(quantised.worst().rate());
    assertThat(seed("quantised").columns().get("transfer").by()).isNotEmpty();
  }

  @Test
  void undeclared_randomness_is_found() {
    assertThat(kinds("undeclared")).contains("unaveraged-randomness");
    assertThat(row(run, 1, "undeclared").flags())
        .filteredOn(f -> f.kind().equals("unaveraged-randomness"))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("does not declare");
  }

  @Test
  void evidence_is_stored_sample_by_sample() {
    CheckEvidence zero =
        seed("quantised").checks().evidence().stream()
            .filter(e -> e.check().equals("zero-gradient") && e.subject().equals("zero"))
            .findFirst()
            .orElseThrow();
    assertThat(zero.asked()).isEqualTo(30);
    assertThat(zero.samples()).hasSize(30).startsWith(0, 1, 2);
  }

  @Test
  void evidence_about_one_epsilon_is_on_its_board_only() {
    assertThat(row(run, 0, "softmax").perSeed().get(0).checks().evidence())
        .noneMatch(e -> e.check().equals("black-box-wins") && e.subject().equals("square"))
        .anyMatch(e -> e.check().equals("survives-any-epsilon"));
    assertThat(seed("softmax").checks().evidence())
        .anyMatch(e -> e.check().equals("black-box-wins") && e.epsilon() == 0.3);
  }

  @Test
  void a_finished_run_computes_its_checks_only() {
    // resized and averaged are one training
    int cells = Cells.planned(Grids.plan(UNCHECKED)).size() - 1;
    assertThat(before.computed()).isEqualTo(cells);
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.reused()).isEqualTo(cells);
    // of six rows, two of which are one model under other draws: each check, one of them twice
    long checks =
        Cells.planned(Grids.plan(CHECKED)).stream().filter(AnalysisCell.class::isInstance).count();
    assertThat(checks).isEqualTo(6 * (8 + 2));
    assertThat(outcome.computed()).isEqualTo((int) checks);
  }

  @Test
  void only_missing_checks_are_computed_again() throws IOException {
    String leaderboard = Runs.withoutTiming(run);
    Files.delete(new RunFolder(run).cell(seed("plain").checks().keys().get("zero-gradient")));
    assertThat(row(run, 1, "plain").status()).isEqualTo(State.COMPLETE);
    assertThat(kinds("plain")).containsExactly("check-not-run");
    assertThat(row(run, 1, "plain").flags().get(0).message())
        .isEqualTo("seed 0: zero-gradient: run the grid again, finished cells are kept");
    assertThat(Runs.run(CHECKED, run).computed()).isEqualTo(1);
    assertThat(Runs.withoutTiming(run)).isEqualTo(leaderboard);
  }

  @Test
  void the_words_say_what_happened() {
    assertThat(row(run, 1, "softmax").flags())
        .extracting(Flag::message)
        .anySatisfy(m -> assertThat(m).contains("survive pgd at epsilon 0.5"))
        .anySatisfy(m -> assertThat(m).contains("square, which sees no gradient, breaks"))
        .anySatisfy(m -> assertThat(m).contains("never negative and always have the same sum"))
        .anySatisfy(m -> assertThat(m).contains("exactly zero on"));
  }

  @Test
  void an_attack_that_cannot_run_under_the_norm_is_named(@TempDir Path folder) {
    String l2 =
        Grids.SMALL
            .replace("norm: linf, epsilon: 0.1", "norm: l2, epsilon: 0.1")
            .replace("  - {norm: linf, epsilon: 0.3}\n", "")
            .replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "")
            .replace("  - step\n", "  - {id: misbehaving, parameters: {way: nothing}}\n")
            .replace("  - {id: step, label: step-3, parameters: {steps: 3}}\n", "")
            .replace("checks: none", "checks: [black-box-wins]");
    Runs.run(l2, folder.resolve("l2"));
    Row row = row(folder.resolve("l2"), 0, "plain");
    assertThat(row.status()).isEqualTo(State.COMPLETE);
    assertThat(row.flags())
        .containsExactly(
            new Flag(
                "check-not-run", "", "seed 0: black-box-wins: 'square' does not run under l2"));
  }

  @Test
  void a_model_that_errs_between_levels_only_is_caught_and_an_honest_one_is_not(
      @TempDir Path folder) {
    String pictures =
        CHECKED
            .replace("{id: clouds,", "{id: clouds, parameters: {as: pictures},")
            .replaceAll("  - \\{id: masked.*\n", "")
            .replace(
                "  - plain\n",
                "  - plain\n  - {id: masked, label: between, parameters: {way: between-levels}}\n");
    Path root = folder.resolve("pictures");
    Runs.run(pictures, root);
    assertThat(row(root, 0, "between").flags())
        .filteredOn(flag -> flag.kind().equals("lost-in-rounding"))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("between the levels of a picture only");
    assertThat(row(root, 0, "plain").flags()).isEmpty();
    assertThat(row(root, 1, "plain").flags()).isEmpty();
    assertThat(row(root, 1, "plain").perSeed().get(0).checks().evidence())
        .anyMatch(e -> e.check().equals("lost-in-rounding") && e.asked() > 0);
  }
}
