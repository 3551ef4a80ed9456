package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.run.plan.Grids;

/** A run on some classes and training samples of a data set, beside one on all of it. */
@Tag("process")
class SubsetRunTest {

  @TempDir static Path shared;
  private static RunOutcome outcome;
  private static Leaderboard leaderboard;

  @BeforeAll
  static void run_once() {
    String datasets =
        "datasets:\n"
            + "  - {id: clouds, label: all, samples: 20, parameters: {classes: 4}}\n"
            + "  - {id: clouds, label: few, samples: 20, train-samples: 40, stratified: true,"
            + " parameters: {classes: 4}}\n"
            + "  - {id: clouds, label: two, samples: 20, classes: [top, low],"
            + " parameters: {classes: 4}}\n";
    String grid =
        Grids.SMALL
            .replace("datasets: [{id: clouds, samples: 40}]\n", datasets)
            .replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "")
            .replace("  - {norm: linf, epsilon: 0.3}\n", "")
            .replace("epochs: 4,", "epochs: 4, average-decay: 0.5, label-smoothing: 0.1,");
    outcome = Runs.run(grid, shared.resolve("run"));
    leaderboard = Runs.leaderboard(shared.resolve("run"));
  }

  private static Row row(String dataset) {
    return leaderboard.boards().stream()
        .filter(board -> board.dataset().equals(dataset))
        .findFirst()
        .orElseThrow()
        .rows()
        .get(0);
  }

  private static TestSet set(String dataset) {
    return leaderboard.datasets().stream()
        .filter(set -> set.dataset().equals(dataset))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_cell_has_a_result() {
    assertThat(outcome.failures()).isEmpty();
    assertThat(leaderboard.boards()).allMatch(b -> b.rows().get(0).status() == State.COMPLETE);
  }

  @Test
  void boards_say_the_names_of_the_classes_that_are_left() {
    assertThat(set("all").classNames()).containsExactly("low", "middle", "high", "top");
    assertThat(set("two").classNames()).containsExactly("top", "low");
    assertThat(set("two").labels()).startsWith(1, 0, 1, 0);
  }

  @Test
  void two_distant_clouds_are_separated() {
    assertThat(row("two").clean().rate()).isGreaterThan(0.9);
  }

  @Test
  void rows_say_how_many_samples_they_were_trained_on() {
    assertThat(training("few").get("train-samples")).isEqualTo(40);
    assertThat(training("all").get("train-samples")).isNull();
    assertThat(training("all").get("average-decay")).isEqualTo(0.5);
  }

  private static Map<?, ?> training(String dataset) {
    return (Map<?, ?>) row(dataset).parameters().get("training");
  }

  @Test
  void fewer_training_samples_make_another_model() {
    assertThat(List.of("all", "few", "two"))
        .extracting(dataset -> row(dataset).perSeed().get(0).weightHash())
        .doesNotHaveDuplicates();
  }
}
