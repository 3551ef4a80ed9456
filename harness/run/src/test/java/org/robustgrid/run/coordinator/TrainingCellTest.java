package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;
import org.robustgrid.run.plan.Grids;

/** Trainings that fail, teachers, model files and several seeds, in one grid. */
@Tag("process")
class TrainingCellTest {

  @TempDir static Path shared;
  private static Map<String, Row> rows;
  private static RunOutcome outcome;

  @BeforeAll
  static void runOnce() throws IOException {
    // a model file to be taken in: the first model of a run
    Runs.run(
        Grids.SMALL.replace("  - {id: plain, label: short, training: {epochs: 2}}\n", ""),
        shared.resolve("first"));
    Files.copy(
        CoordinatorTest.firstModel(shared.resolve("first")), shared.resolve("elsewhere.zip"));
    String yaml =
        """
        name: trainings
        checks: none
        datasets: [{id: clouds, samples: 40}]
        architectures: [dense]
        training: {epochs: 4, batch-size: 20, learning-rate: 0.05, validation: 0.1}
        threat-models: [{norm: linf, epsilon: 0.1}]
        defenses:
          - {id: student, parameters: {teacher: plain}}
          - plain
          - {id: plain, label: one-epoch, training: {epochs: 1}}
          - {id: plain, label: elsewhere, model: elsewhere.zip}
          - {id: plain, label: nan, parameters: {behaviour: nan}}
          - {id: plain, label: diverges, parameters: {behaviour: diverges}}
          - {id: plain, label: throws, parameters: {behaviour: throws}}
          - {id: student, label: orphan, parameters: {teacher: throws}}
          - {id: student, label: of-file, parameters: {teacher: elsewhere.zip}}
        attacks: [step]
        seeds: [0, 1]
        """;
    outcome = Runs.run(yaml, shared.resolve("run"));
    rows =
        Runs.leaderboard(shared.resolve("run")).boards().get(0).rows().stream()
            .collect(Collectors.toMap(Row::label, Function.identity()));
  }

  @Test
  void a_model_file_is_a_row_of_its_own_with_the_same_weights() {
    Row row = rows.get("elsewhere");
    assertThat(row.status()).isEqualTo(State.COMPLETE);
    assertThat(row.defense()).isEqualTo("model");
    assertThat(row.perSeed().get(0).weightHash())
        .isEqualTo(rows.get("plain").perSeed().get(0).weightHash());
    assertThat(row.worst().rate())
        .isEqualTo(rows.get("plain").perSeed().get(0).worst().count() / 40.0);
  }

  @Test
  void a_student_gets_its_teachers_epochs() {
    // the teacher after its first epoch is the model trained for one epoch with the same seed
    assertThat(rows.get("student").perSeed().get(1).weightHash())
        .isEqualTo(rows.get("one-epoch").perSeed().get(1).weightHash());
  }

  @Test
  void several_seeds_give_their_mean_and_spread() {
    Row row = rows.get("one-epoch");
    assertThat(row.seeds()).containsExactly(0L, 1L);
    assertThat(row.clean().spread()).isNotNull();
    assertThat(row.perSeed().get(0).weightHash()).isNotEqualTo(row.perSeed().get(1).weightHash());
  }

  @Test
  void a_training_that_fails_fails_its_row_with_its_reason() {
    assertThat(rows.get("nan").flags().get(0).message()).contains("the trained weights hold NaN");
    assertThat(rows.get("diverges").flags().get(0).message()).contains("NaN in epoch 1, step 3");
    assertThat(rows.get("throws").flags().get(0).message()).contains("this defense never works");
    for (String label : new String[] {"nan", "diverges", "throws"}) {
      assertThat(rows.get(label).status()).isEqualTo(State.FAILED);
      assertThat(rows.get(label).clean()).isNull();
      assertThat(rows.get(label).worst()).isNull();
    }
  }

  @Test
  void a_student_of_a_failed_teacher_fails_too() {
    assertThat(rows.get("orphan").status()).isEqualTo(State.FAILED);
    assertThat(rows.get("orphan").flags().get(0).message())
        .contains("the model it learns from failed");
  }

  @Test
  void a_model_file_that_did_not_fit_fails_its_row_only() {
    // a teacher from a file keeps no epochs, which the student asks for
    assertThat(rows.get("of-file").flags().get(0).message()).contains("Index 0");
    assertThat(rows.get("plain").status()).isEqualTo(State.COMPLETE);
    assertThat(outcome.failures()).isNotEmpty();
  }
}
