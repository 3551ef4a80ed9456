package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public data sets are plugins whose files the user may not have. */
class MissingDataTest {

  @TempDir Path folder;

  @Test
  void listing_data_sets_does_not_need_their_files() {
    CommandRun run = CommandRun.of("datasets");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("cifar-10", "cifar-100", "fashion-mnist", "8000 training");
  }

  @Test
  void a_grid_on_files_that_are_nowhere_says_where_it_looked_and_how_to_get_them()
      throws IOException {
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: missing
            datasets: [cifar-10]
            architectures: [mlp]
            threat-models: [{norm: linf, epsilon: 8/255}]
            defenses: [standard]
            attacks: [fgsm]
            analyses: [{id: calibration, rows: [standard]}]
            """);
    CommandRun run = CommandRun.of("run", grid, "--dry-run");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().replaceAll("\\s+", " "))
        .contains("data_batch_1.bin", "/usr/share/datasets/cifar-10", "https://www.cs.toronto.edu")
        .as("its analyses have no mistake of their own")
        .contains("has a mistake")
        .doesNotContain("the grid does not have");
  }
}
