package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.SealedJson;
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
    assertThat(sealed.out())
        .contains("analyses.csv differs from the report of the results in the folder");
    Files.writeString(file, before);
    seal();
    assertThat(CommandRun.of("audit", run, "--fast").code()).isZero();
  }

  @Test
  void an_audit_finds_forged_regions_by_evaluating_the_model_again() throws IOException {
    CommandRun honest = CommandRun.of("audit", run);
    assertThat(honest.code()).as(honest.out()).isZero();
    assertThat(honest.out()).contains("1 analysis made again");
    Path cell = cellWithPlane();
    String before = Files.readString(cell);
    ObjectNode result = (ObjectNode) new ObjectMapper().readTree(before).get("content");
    ArrayNode lines = (ArrayNode) result.get("content").get("planes").get(0).get("classes");
    // the class of the first cell of the first line
    String line = lines.get(0).asText();
    lines.set(0, (line.charAt(0) == '0' ? "1" : "0") + line.substring(1));
    SealedJson.write(cell, result);
    conclude();
    CommandRun found = CommandRun.of("audit", run);
    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out()).contains("differs from what the analysis finds in the stored weights");
    Files.writeString(cell, before);
    conclude();
    assertThat(CommandRun.of("audit", run, "--fast").code()).isZero();
  }

  private static Path cellWithPlane() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("cells"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        if (Files.readString(file).contains("\"planes\":[")) {
          return file;
        }
      }
    }
    throw new AssertionError("no result has a plane");
  }

  /** Draws the reports from what was forged, and seals the folder. */
  private static void conclude() throws IOException {
    Files.delete(new RunFolder(run).seal());
    assertThat(CommandRun.of("report", run).code()).isZero();
    seal();
  }

  private static void seal() throws IOException {
    RunFolder folder = new RunFolder(run);
    Files.deleteIfExists(folder.seal());
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
    }
  }
}
