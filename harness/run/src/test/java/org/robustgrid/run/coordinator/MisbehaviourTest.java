package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;

/** One grid in which everything goes wrong that a plugin can do wrong. */
@Tag("process")
class MisbehaviourTest {

  private static final List<String> WAYS =
      List.of(
          "nan",
          "ball",
          "thousandth",
          "neighbour",
          "box",
          "shape",
          "throws",
          "hangs",
          "ignores-stop",
          "memory",
          "exit",
          "greedy",
          "overwrites",
          "native-memory",
          "prints",
          "wrapped-memory",
          "quiet");

  @TempDir static Path shared;
  private static RunOutcome outcome;
  private static Map<String, Row> rows;

  @BeforeAll
  static void runOnce() {
    StringBuilder attacks = new StringBuilder();
    for (String way : WAYS) {
      attacks.append("  - {id: misbehaving, label: " + way + ", parameters: {way: " + way + "}}\n");
    }
    String yaml =
        """
        name: misbehaviour
        checks: none
        analyses: none
        datasets: [{id: clouds, samples: 20}]
        architectures: [dense]
        training: {epochs: 3, batch-size: 20, learning-rate: 0.05}
        threat-models: [{norm: linf, epsilon: 0.1}]
        defenses:
          - {id: plain, label: good}
        attacks:
          - step
        """
            + attacks
            + "limits: {cell-minutes: 0.05, training-minutes: 1, worker-megabytes: 200}\n";
    Path good = shared.resolve("good");
    outcome = Runs.run(yaml, good);
    rows =
        Runs.leaderboard(good).boards().get(0).rows().stream()
            .collect(Collectors.toMap(Row::label, Function.identity()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nan          | has the value NaN at coordinate 0",
        "ball         | left the ball: its linf distance is",
        "thousandth   | left the ball: its linf distance is 0.101",
        "neighbour    | left the ball",
        "box          | outside the domain [0.0, 1.0]",
        "shape        | returned images of shape",
        "throws       | attack gone wrong",
        "hangs        | did not stop when asked to; its worker was killed",
        "ignores-stop | exceeded its limit",
        "memory       | ran out of memory",
        "native-memory | ran out of memory (Cannot allocate",
        "wrapped-memory | ran out of memory (an operation failed)",
        "exit         | ended with exit code 7",
        "greedy       | declared that it needs DECISIONS and asked for SCORES",
        "overwrites   | left the ball",
      })
  void fails_the_cell_and_says_why(String way, String message) {
    assertThat(rows.get("good").perSeed().get(0).cells().get(way).status()).isEqualTo(State.FAILED);
    assertThat(rows.get("good").perSeed().get(0).cells().get(way).message()).contains(message);
    assertThat(rows.get("good").attacks()).doesNotContainKey(way);
    assertThat(rows.get("good").flags())
        .anyMatch(f -> f.kind().equals("failed-cell") && f.attack().equals(way));
  }

  @Test
  void the_others_go_on() {
    assertThat(rows.get("good").attacks()).containsOnlyKeys("step", "prints", "quiet");
    assertThat(outcome.failures()).hasSize(WAYS.size() - 2);
  }

  @Test
  void a_row_with_a_failed_cell_is_never_called_robust() {
    assertThat(rows.get("good").status()).isEqualTo(State.FAILED);
    assertThat(rows.get("good").worst()).isNull();
  }
}
