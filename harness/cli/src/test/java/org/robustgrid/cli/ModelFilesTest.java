package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.cell.TrainingCell;

/** Models of other programs, from their files to a verdict. */
@Tag("process")
class ModelFilesTest {

  @TempDir static Path shared;

  private static Path zip;
  private static Path onnx;

  @TempDir Path folder;

  private CommandRun call;

  @BeforeAll
  static void a_model_is_trained_and_exported() throws IOException {
    FinishedRun run = new FinishedRun(shared);
    Path trained = run.folder().modelZip(run.cell(TrainingCell.class).key());
    zip = Files.copy(trained, shared.resolve("digits.zip"));
    CommandRun export = CommandRun.of("export", zip, "--format=onnx", "--out=" + shared);
    assertThat(export.code()).as(export.err()).isZero();
    onnx = shared.resolve("model.onnx");
  }

  private int run(Object... arguments) {
    call = CommandRun.of(arguments);
    return call.code();
  }

  private JsonNode attack(Path model) throws IOException {
    run(
        "attack",
        "--model=" + model,
        "--attack=fgsm",
        "--norm=linf",
        "--epsilon=8/255",
        "--samples=20",
        "--threads=1",
        "--checks=none",
        "--json");
    assertThat(call.code()).as(call.err()).isZero();
    return new ObjectMapper().readTree(call.out());
  }

  @Test
  void an_onnx_file_gets_the_verdict_of_the_model_that_it_was_exported_from() throws IOException {
    assertThat(attack(onnx).path("outcomes")).isEqualTo(attack(zip).path("outcomes"));
  }

  @Test
  void several_model_files_stand_on_one_board_that_is_audited_and_replayed() throws IOException {
    Files.copy(onnx, folder.resolve("theirs.onnx"));
    Files.copy(zip, folder.resolve("own.zip"));
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: theirs
            datasets: [{id: mnist-10k, samples: 20}]
            threat-models: [{norm: linf, epsilon: 0.1}]
            defenses:
              - {model: theirs.onnx}
              - {model: theirs.onnx, label: scaled, range: [0, 255],
                 normalize: {mean: [127.5], std: 255}}
              - {model: own.zip}
            attacks: [fgsm]
            checks: none
            analyses: none
            """);
    Path out = folder.resolve("run");

    assertThat(run("run", grid, "--out=" + out)).as(call.err()).isZero();

    JsonNode rows =
        new ObjectMapper().readTree(out.resolve("leaderboard.json").toFile()).at("/boards/0/rows");
    assertThat(rows.findValuesAsText("label")).contains("theirs.onnx", "scaled", "own");
    JsonNode scaled = row(rows, "scaled");
    assertThat(scaled.at("/parameters/range").toString()).isEqualTo("[0.0,255.0]");
    assertThat(scaled.at("/parameters/normalize/mean").toString()).isEqualTo("[127.5]");
    assertThat(row(rows, "theirs.onnx").at("/perSeed/0/worst"))
        .isEqualTo(row(rows, "own").at("/perSeed/0/worst"));
    assertThat(run("audit", out)).as(call.out() + call.err()).isZero();
    for (String cell :
        List.of(
            "reading the file of mnist-10k/scaled/0", "fgsm at linf 0.1 on mnist-10k/scaled/0")) {
      assertThat(run("replay", out, cell)).as(call.out() + call.err()).isZero();
    }
  }

  private static JsonNode row(JsonNode rows, String label) {
    for (JsonNode row : rows) {
      if (row.path("label").asText().equals(label)) {
        return row;
      }
    }
    throw new AssertionError("no row " + label + " in " + rows);
  }

  @Test
  void what_is_wrong_with_model_files_is_said_at_once_before_anything_runs() throws IOException {
    Files.copy(onnx, folder.resolve("theirs.onnx"));
    Files.write(
        folder.resolve("short.onnx"), java.util.Arrays.copyOf(Files.readAllBytes(onnx), 99));
    Files.writeString(folder.resolve("weights.pt"), "<html>");
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: theirs
            datasets: [{id: line-2d, samples: 20}]
            threat-models: [{norm: linf, epsilon: 0.1}]
            defenses:
              - {model: theirs.onnx}
              - {model: short.onnx}
              - {model: weights.pt}
              - {model: gone.onnx}
              - {model: theirs.onnx, label: a, range: [255, 0]}
              - {model: theirs.onnx, label: b, normalize: {mean: [0, 1], std: [1]}}
              - {model: theirs.onnx, label: c, layout: chwn}
            attacks: [fgsm]
            """);

    assertThat(run("run", grid, "--dry-run")).isEqualTo(2);

    assertThat(call.err())
        .contains("theirs.onnx: it does not fit the data set 'line-2d'", "[1, 28, 28], not [2]")
        .contains("it tells 10 classes, not 2")
        .contains("short.onnx is not an ONNX file, or is truncated")
        .contains("weights.pt", "not recognised")
        .contains("there is no model file", "gone.onnx")
        .contains("'range' needs", "[255.0, 0.0]")
        .contains("'normalize' needs a mean and a std above 0 for each channel")
        .contains("the layout 'chwn' is unknown; known are nchw and nhwc");
  }
}
