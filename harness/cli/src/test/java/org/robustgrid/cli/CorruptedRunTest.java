package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;

/** A run on corrupted digits, and of the accuracy on all corruptions. */
@Tag("process")
class CorruptedRunTest {

  private static final String GRID =
      """
      name: corrupted
      datasets:
        - {id: mnist-10k, samples: 20}
        - id: corrupted
          label: noisy
          samples: 20
          parameters: {of: {id: mnist-10k}, kinds: [gaussian-noise, fog], severity: 5}
      architectures: [{id: mlp, parameters: {hidden: [4]}}]
      training: {epochs: 1, validation: 0}
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [standard]
      attacks: [fgsm]
      analyses:
        - {id: corruption-accuracy, parameters: {kinds: [fog, pixelate], samples: 10}}
      checks: none
      """;

  @TempDir Path folder;

  private Path grid(String text) throws IOException {
    return Files.writeString(folder.resolve("grid.yaml"), text);
  }

  @Test
  void corrupted_data_and_the_accuracy_on_corruptions_stand_on_a_board() throws IOException {
    Path run = folder.resolve("run");
    CommandRun finished = CommandRun.of("run", grid(GRID), "--out", run, "--workers", "1");
    assertThat(finished.code()).as(finished.err()).isZero();
    var boards = LeaderboardFile.read(run).boards();
    assertThat(boards).extracting(board -> board.dataset()).containsExactly("mnist-10k", "noisy");
    for (var board : boards) {
      Row row = board.rows().get(0);
      AnalysisResult result = row.analyses().get(0);
      assertThat(result.figures())
          .extracting(figure -> figure.name())
          .contains("clean accuracy", "mean corruption accuracy", "accuracy under fog");
      assertThat(result.tables().get(0).rows()).hasSize(3);
    }
    assertThat(Files.readString(run.resolve("leaderboard.md")))
        .contains("Accuracy under common corruptions");
    // a worker opens the wrapped data again, and finds what was planned
    CommandRun audit = CommandRun.of("audit", run);
    assertThat(audit.code()).as(audit.out() + audit.err()).isZero();
  }

  @Test
  void mistakes_of_the_wrapped_data_set_are_reported_where_they_stand() throws IOException {
    CommandRun unknown =
        CommandRun.of("run", grid(GRID.replace("of: {id: mnist-10k}", "of: mnist")), "--dry-run");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("data set 'corrupted'", "train-images-idx3-ubyte");
    CommandRun wrong =
        CommandRun.of(
            "run",
            grid(GRID.replace("of: {id: mnist-10k}", "of: {id: cifarr, parameters: {a: 1}}")),
            "--dry-run");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("unknown dataset 'cifarr'", "datasets[1]");
    CommandRun plane =
        CommandRun.of("run", grid(GRID.replace("of: {id: mnist-10k}", "of: line-2d")), "--dry-run");
    assertThat(plane.code()).isEqualTo(2);
    assertThat(plane.err()).contains("corruptions need images");
    CommandRun parameter =
        CommandRun.of(
            "run",
            grid(GRID.replace("of: {id: mnist-10k}", "of: {id: line-2d, parameters: {size: x}}")),
            "--dry-run");
    assertThat(parameter.code()).isEqualTo(2);
    assertThat(parameter.err()).contains("unknown parameter 'size'");
  }
}
