package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;
import org.robustgrid.run.folder.RunFolder;

class RunSummaryTest {

  private static final String CHECKS = "checks under linf of a: the worker died";
  private static final String ATTACK = "pgd at linf 0.1 on a: the worker died";

  @TempDir Path folder;

  private String summary(List<String> failures, int failedChecks) {
    return summary(failures, failedChecks, RunOptions.Shard.WHOLE);
  }

  private String summary(List<String> failures, int failedChecks, RunOptions.Shard part) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    RunSummary.print(
        new RunOutcome(3, 4, failures, failedChecks, 1, 2),
        part,
        new RunFolder(folder),
        new Terminal(stream, stream, false, 100));
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_whole_run_says_what_it_did_only() {
    assertThat(summary(List.of(), 0)).startsWith("3 cells computed, 4 reused, in").hasLineCount(1);
  }

  @Test
  void much_that_no_training_needs_any_more_is_named_with_the_command_that_frees_it()
      throws IOException {
    Path shared = Files.createDirectories(folder.resolve("artifacts/neighbours/key"));
    Files.write(shared.resolve("values.bin"), new byte[11 << 20]);
    assertThat(summary(List.of(), 0)).contains("gc " + folder + "' frees 11.0 MiB of data");
    assertThat(summary(List.of(ATTACK), 0)).doesNotContain("frees");
    assertThat(summary(List.of(), 0, new RunOptions.Shard(1, 2))).doesNotContain("frees");
  }

  @Test
  void where_only_checks_are_missing_it_says_so_and_how_they_are_made() {
    assertThat(summary(List.of(CHECKS), 1))
        .contains("failed: " + CHECKS)
        .contains(
            "All results are complete; only analyses and checks of evaluations are missing, in 1")
        .contains("cell. Their rows are flagged until they are made:")
        .contains("run the grid again to make them; results are kept")
        .doesNotContain("tries failed cells");
  }

  @Test
  void a_part_of_a_grid_is_called_so() {
    assertThat(summary(List.of(CHECKS), 1, new RunOptions.Shard(1, 2)))
        .contains("All results of this part are complete; only analyses and checks");
  }

  @Test
  void where_a_result_is_missing_too_it_says_that_failed_cells_are_tried_again() {
    assertThat(summary(List.of(CHECKS, ATTACK), 1))
        .contains("The next run tries failed cells again")
        .doesNotContain("All results are complete");
  }
}
