package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunSeal;

/** A run of data of two features, of which decision regions are drawn unasked. */
@Tag("process")
class PlaneRunTest {

  @TempDir static Path shared;
  private static Path run;

  @BeforeAll
  static void runOnce() throws IOException {
    Path grid =
        Files.writeString(
            shared.resolve("grid.yaml"),
            """
            name: plane
            datasets: [{id: line-2d, samples: 20}]
            architectures: [{id: mlp, parameters: {hidden: [4]}}]
            training: {epochs: 1, validation: 0}
            threat-models: [{norm: l2, epsilon: 1}]
            defenses: [standard]
            attacks: [fgsm]
            seeds: [3, 1]
            checks: none
            """);
    run = shared.resolve("run");
    CommandRun finished = CommandRun.of("run", grid, "--out", run, "--workers", "1");
    assertThat(finished.code()).as(finished.err()).isZero();
  }

  @Test
  void the_first_seed_of_a_row_has_a_plane_in_every_report() throws IOException {
    var row = LeaderboardFile.read(run).boards().get(0).rows().get(0);
    AnalysisResult result = row.analyses().get(0);
    assertThat(row.analyses()).hasSize(1);
    assertThat(result.subject().words()).isEqualTo("standard, seed 3");
    Plane plane = result.planes().get(0);
    assertThat(plane.classes()).hasSize(120).allMatch(cells -> cells.matches("[01]{120}"));
    assertThat(plane.points()).hasSize(20);
    assertThat(Files.readString(run.resolve("index.html"))).contains("class=\"plot plane\"");
    assertThat(Files.readString(run.resolve("leaderboard.md"))).contains("Decision regions");
    assertThat(Files.readString(run.resolve("analyses.csv"))).contains(",plane,decisions,");
  }

  @Test
  void an_audit_finds_a_changed_number_of_an_analysis_though_it_is_sealed() throws IOException {
    assertThat(CommandRun.of("audit", run, "--fast").code()).isZero();
    Path file = run.resolve("analyses.csv");
    String before = Files.readString(file);
    Files.writeString(
        file, before.replaceFirst("share of the square,0,0", "share of the square,0,1"));
    CommandRun changed = CommandRun.of("audit", run, "--fast");
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.out()).contains("analyses.csv was changed after the folder was sealed");
    seal();
    CommandRun sealed = CommandRun.of("audit", run, "--fast");
    assertThat(sealed.code()).isEqualTo(1);
    assertThat(sealed.out()).contains("analyses.csv is not what the results in the folder give");
    Files.writeString(file, before);
    seal();
    assertThat(CommandRun.of("audit", run, "--fast").code()).isZero();
  }

  private static void seal() throws IOException {
    RunFolder folder = new RunFolder(run);
    Files.delete(folder.seal());
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
    }
  }
}
