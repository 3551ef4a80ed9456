package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.scoring.LeaderboardBuilder;

/**
 * Small sound models under what tempts checks to accuse them: a minimum-distance attack, an epsilon
 * below one level of a picture, an attack of few queries, rows that draw, and one that learnt
 * nothing. About half a minute: five trainings and three attacks on three boards of them.
 */
@Tag("slow")
class SoundRowsRunTest {

  private static final String GRID =
      """
      name: sound
      datasets: [{id: mnist-10k, samples: 100}]
      architectures: [{id: mlp, parameters: {hidden: [64]}}]
      training: {epochs: 2, batch-size: 64, learning-rate: 0.005, validation: 0.05}
      threat-models:
        - {norm: linf, epsilon: 0.001}
        - {norm: linf, epsilon: 0.1}
        - {norm: l2, epsilon: 1.5}
      defenses:
        - standard
        - {id: gaussian-noise, parameters: {sigma: 0.25}}
        - {id: randomized-smoothing, label: draws, draws: 2, judgements: 11, parameters: {sigma: 0.5, smoothing: soft, prediction-draws: 1, n: 100}}
        - {id: randomized-smoothing, label: votes, draws: 2, judgements: 1, parameters: {sigma: 0.25, prediction-draws: 30, n: 100}}
        - {id: standard, label: collapsed, training: {learning-rate: 100, epochs: 1}}
      attacks:
        - fgsm
        - {id: pgd, label: pgd-10, parameters: {steps: 10}}
        - {id: fab, label: fab-10, parameters: {steps: 10, rivals: 3}}
        - {id: square, label: few-queries, parameters: {queries: 3}}
      seeds: [0]
      """;

  @TempDir static Path folder;
  private static Leaderboard leaderboard;

  @BeforeAll
  static void run() throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            100);
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    Path run = folder.resolve("run");
    int code = new Application(terminal).run("run", grid.toString(), "--out", run.toString());
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    leaderboard = LeaderboardBuilder.build(new RunFolder(run));
  }

  private static List<Row> rows(String label) {
    return leaderboard.boards().stream()
        .map(Board::rows)
        .flatMap(List::stream)
        .filter(row -> row.label().equals(label))
        .toList();
  }

  /** What checks found; remarks stand on no samples. */
  private static List<Flag> found(Row row) {
    return row.flags().stream().filter(flag -> flag.evidence() != null).toList();
  }

  @Test
  void no_sound_row_is_flagged() {
    for (String label : List.of("standard", "gaussian-noise", "draws", "votes")) {
      assertThat(rows(label))
          .as(label)
          .hasSize(3)
          .allSatisfy(
              row -> {
                assertThat(row.clean().rate()).isGreaterThan(0.7);
                assertThat(found(row)).isEmpty();
              });
    }
  }

  @Test
  void images_on_boundaries_were_there_to_be_asked_about() {
    assertThat(rows("standard"))
        .allSatisfy(
            row -> assertThat(row.perSeed().get(0).checks().status()).isEqualTo(State.COMPLETE))
        .anySatisfy(
            row ->
                assertThat(row.perSeed().get(0).checks().evidence())
                    .anyMatch(e -> e.check().equals("lost-in-rounding") && e.asked() > 20));
  }

  @Test
  void a_model_that_learnt_nothing_is_called_constant() {
    assertThat(rows("collapsed"))
        .hasSize(3)
        .allSatisfy(
            row -> {
              assertThat(found(row)).extracting(Flag::kind).containsExactly("constant-model");
              assertThat(row.worst().rate()).isEqualTo(row.clean().rate());
            });
  }
}
