package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.spi.network.Network;

/** Models of other programs, from their files to a verdict. */
@Tag("process")
class ModelFilesTest {

  @TempDir static Path shared;

  private static Path zip;
  private static Path onnx;

  /** What the attack finds in the model as it was trained. */
  private static JsonNode own;

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
    own = attack(zip);
    CommandRun weights = CommandRun.of("export", zip, "--format=safetensors", "--out=" + shared);
    assertThat(weights.code()).as(weights.err()).isZero();
  }

  private int run(Object... arguments) {
    call = CommandRun.of(arguments);
    return call.code();
  }

  private static JsonNode attack(Path model, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "attack",
                "--model=" + model,
                "--attack=fgsm",
                "--norm=linf",
                "--epsilon=8/255",
                "--samples=20",
                "--threads=1",
                "--checks=none",
                "--json"));
    arguments.addAll(List.of(options));
    CommandRun call = CommandRun.of(arguments.toArray());
    assertThat(call.code()).as(call.err()).isZero();
    return new ObjectMapper().readTree(call.out());
  }

  @Test
  void an_onnx_file_gets_the_verdict_of_the_model_that_it_was_exported_from() throws IOException {
    assertThat(attack(onnx).path("outcomes")).isEqualTo(own.path("outcomes"));
  }

  @Test
  void weights_get_the_verdict_of_the_model_that_they_were_exported_from() throws IOException {
    JsonNode weights =
        attack(shared.resolve("model.safetensors"), "--architecture=mlp", "-ahidden=16");
    assertThat(weights.path("outcomes")).isEqualTo(own.path("outcomes"));
    assertThat(weights.path("flags").toString()).contains("names its weights as robustgrid does");
  }

  @Test
  void weights_without_their_architecture_or_with_another_one_are_refused_in_words() {
    String model = "--model=" + shared.resolve("model.safetensors");
    String[] rest = {"--attack=fgsm", "--norm=linf", "--epsilon=0.1"};
    assertThat(run("attack", model, rest[0], rest[1], rest[2])).isEqualTo(2);
    assertThat(call.err())
        .contains("model.safetensors", "name its architecture beside it", "--architecture ID");
    assertThat(run("attack", model, "--architecture=mlp", "-ahidden=17", rest[0], rest[1], rest[2]))
        .isEqualTo(2);
    assertThat(call.err()).contains("of shape [16, 784], but the network needs [17, 784]");
  }

  @Test
  void an_imported_model_is_compared_with_the_logits_of_its_own_program() {
    Path arrays = folder.resolve("logits.npz");
    INDArray images = Nd4j.rand(DataType.FLOAT, 5, 1, 28, 28);
    INDArray logits;
    try (Network network = ModelFile.load(zip, DataType.FLOAT)) {
      logits = network.logits(images).dup('c');
    }
    NpzFile.write(arrays, Map.of("inputs", images, "logits", logits));
    Path out = folder.resolve("imported.zip");

    assertThat(run("import", onnx, "--out=" + out, "--check=" + arrays)).as(call.err()).isZero();
    assertThat(call.out())
        .contains("largest difference of logits", "5 of 5 decisions are the same: they agree")
        .contains(
            "imported.zip: reads inputs of shape [1, 28, 28], has 10 classes, 12730 parameters");
    try (Network network = ModelFile.load(out, DataType.FLOAT)) {
      assertThat(network.logits(images).equalsWithEps(logits, 1e-5)).isTrue();
    }

    NpzFile.write(arrays, Map.of("inputs", images, "logits", logits.add(1)));
    assertThat(run("import", onnx, "--out=" + out, "--check=" + arrays)).isEqualTo(1);
    assertThat(call.out()).contains("largest difference of logits 1.00e+00", "they differ");

    NpzFile.write(arrays, Map.of("inputs", images, "logits", Nd4j.nn().softmax(logits)));
    assertThat(run("import", onnx, "--out=" + out, "--check=" + arrays)).as(call.err()).isZero();
    assertThat(call.err()).contains("'logits' are probabilities (those of each sample sum to 1)");
    assertThat(call.out()).contains("largest difference of probabilities", ": they agree");

    INDArray last = images.permute(0, 2, 3, 1).dup('c');
    NpzFile.write(arrays, Map.of("inputs", last, "logits", logits));
    assertThat(run("import", onnx, "--out=" + out, "--check=" + arrays)).isEqualTo(2);
    assertThat(call.err())
        .contains("[5, 28, 28, 1] are read as 28 channels of 28x1", "transpose(0, 3, 1, 2)");

    NpzFile.write(arrays, Map.of("x", images));
    assertThat(run("import", onnx, "--out=" + out, "--check=" + arrays)).isEqualTo(2);
    assertThat(call.err()).contains("logits.npz has no array 'inputs'", "[x]");
  }

  @Test
  void several_model_files_stand_on_one_board_that_is_audited_and_replayed() throws IOException {
    Files.copy(onnx, folder.resolve("theirs.onnx"));
    Files.copy(zip, folder.resolve("own.zip"));
    Files.copy(shared.resolve("model.safetensors"), folder.resolve("weights.safetensors"));
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
              - {model: weights.safetensors, architecture: {id: mlp, parameters: {hidden: [16]}}}
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
    for (String row : List.of("theirs.onnx", "weights.safetensors")) {
      assertThat(row(rows, row).at("/perSeed/0/worst"))
          .isEqualTo(row(rows, "own").at("/perSeed/0/worst"));
    }
    assertThat(row(rows, "weights.safetensors").at("/parameters/architecture/hidden").toString())
        .isEqualTo("[16]");
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
            architectures: [mlp]
            threat-models: [{norm: linf, epsilon: 0.1}]
            defenses:
              - {model: theirs.onnx}
              - {model: short.onnx}
              - {model: weights.pt}
              - {model: gone.onnx}
              - {model: theirs.onnx, label: a, range: [255, 0]}
              - {model: theirs.onnx, label: b, normalize: {mean: [0, 1], std: [1]}}
              - {model: theirs.onnx, label: c, layout: chwn}
              - {model: theirs.onnx, label: d, architecture: {id: mlp}}
              - {id: standard, range: [0, 1]}
            attacks: [fgsm]
            """);

    assertThat(run("run", grid, "--dry-run")).isEqualTo(2);

    assertThat(call.err())
        .contains("theirs.onnx: it does not fit the data set 'line-2d'", "[1, 28, 28], not [2]")
        .contains("it has 10 classes, not 2")
        .contains("short.onnx is not an ONNX file, or is truncated")
        .contains("weights.pt", "not recognised")
        .contains("there is no model file", "gone.onnx")
        .contains("'range' needs", "[255.0, 0.0]")
        .contains("'normalize' needs a mean and a std above 0 for each channel")
        .contains("the layout 'chwn' is unknown; known are nchw and nhwc")
        .contains("holds a whole network; remove 'architecture'")
        .contains("'range' is for a row with a 'model', which this one has not");
  }
}
