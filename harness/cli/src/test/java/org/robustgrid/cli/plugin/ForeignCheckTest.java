package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.CommandRun;

/** A check out of somebody's jar, which is about targeted boards alone. */
@Tag("process")
class ForeignCheckTest {

  private static final String SOURCE =
      """
      package foreign;
      import java.util.List;
      import org.robustgrid.spi.Parameters;
      import org.robustgrid.spi.analysis.*;
      import org.robustgrid.spi.attack.Goal;
      public final class Flagging implements AnalysisProvider {
        @Override public AnalysisDescriptor descriptor() {
          return AnalysisDescriptor.builder("flagging", "Suspects the samples 0 and 2")
              .check().outcomes().goals(Goal.Kind.TARGETED).build();
        }
        @Override public Analysis create(Parameters parameters) {
          return request -> {
            AnalysisResult.Builder result = AnalysisResult.of("Suspicions");
            for (AttackedBoard board : request.boards()) {
              result.evidence(
                  Evidence.of("all", 5, List.of(0, 2))
                      .board(board).never().message("two on " + board.name()).build());
            }
            return result.build();
          };
        }
      }
      """;

  private static final String GRID =
      """
      name: foreign
      plugins: [flagging.jar]
      datasets: [{id: mnist-10k, samples: 20}]
      architectures: [{id: mlp, parameters: {hidden: [16]}}]
      training: {epochs: 1, batch-size: 100, learning-rate: 0.01, validation: 0.1}
      threat-models:
        - {norm: linf, epsilon: 0.1}
        - {norm: linf, epsilon: 0.1, goal: targeted, target: next}
        - {norm: linf, epsilon: 0.1, goal: targeted, target: random}
      defenses: [standard]
      attacks: [fgsm]
      checks: [flagging]
      """;

  @TempDir static Path shared;
  private static JsonNode boards;

  @BeforeAll
  static void runOnce() throws IOException {
    new JarBuilder()
        .source("foreign.Flagging", SOURCE)
        .service("AnalysisProvider", "foreign.Flagging\n")
        .build(shared.resolve("flagging.jar"));
    Path grid = Files.writeString(shared.resolve("grid.yaml"), GRID);
    CommandRun run = CommandRun.of("run", grid, "--out", shared.resolve("out"), "--workers", 1);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    boards =
        new ObjectMapper().readTree(shared.resolve("out/leaderboard.json").toFile()).path("boards");
  }

  private static JsonNode row(int board) {
    return boards.get(board).at("/rows/0");
  }

  @Test
  void flags_the_boards_of_its_goal_each_by_the_evidence_about_it() {
    assertThat(row(0).path("flags").toString()).doesNotContain("flagging");
    assertThat(row(1).path("flags").toString())
        .contains("flagging", "two on linf 0.1 targeted next")
        .doesNotContain("random");
    assertThat(row(2).path("flags").toString())
        .contains("two on linf 0.1 targeted random")
        .doesNotContain("next");
    assertThat(row(1).at("/flags/0/evidence/samples")).hasToString("[0,2]");
  }

  @Test
  void reports_show_its_flag_and_mark_the_worst_case_as_an_upper_bound() throws IOException {
    String markdown = Files.readString(shared.resolve("out/leaderboard.md"));
    String untargeted = markdown.substring(0, markdown.indexOf("## L∞, ε = 0.1, targeted (next)"));
    assertThat(untargeted).contains("Highest worst case").doesNotContain("**≤ ");
    assertThat(markdown.substring(untargeted.length()))
        .contains("**≤ ", "flagging", "two on linf 0.1 targeted next");
    assertThat(Files.readString(shared.resolve("out/index.html")))
        .contains("<span class=\"kind-flag\">flagging</span>");
  }
}
