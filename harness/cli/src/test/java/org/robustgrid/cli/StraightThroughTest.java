package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.folder.RunFolder;

/** A network of digits behind a rounding to three bits, with and without gradients through it. */
@Tag("process")
class StraightThroughTest {

  private static final String OPTION = "--straight-through";
  private static final String STAND_IN = "stand-in-gradient";
  private static final String WORDS =
      "the identity stands for rounding to the nearest whole number";

  @TempDir static Path shared;

  private static Path plain;
  private static Path rounded;

  @TempDir Path folder;

  private CommandRun call;

  @BeforeAll
  static void a_model_is_trained_and_put_behind_a_rounding() throws IOException {
    FinishedRun run = new FinishedRun(shared);
    Path zip = run.folder().modelZip(run.cell(TrainingCell.class).key());
    CommandRun export = CommandRun.of("export", zip, "--format=onnx", "--out=" + shared);
    assertThat(export.code()).as(export.err()).isZero();
    plain = shared.resolve("model.onnx");
    Onnx.ModelProto model = Onnx.ModelProto.parseFrom(Files.readAllBytes(plain));
    rounded =
        Files.write(shared.resolve("rounded.onnx"), behindThreeBits(model).build().toByteArray());
  }

  /** Images are rounded to the eight multiples of 1/7 before the network. */
  private static Onnx.ModelProto.Builder behindThreeBits(Onnx.ModelProto model) {
    Onnx.GraphProto.Builder graph = model.getGraph().toBuilder();
    String image = graph.getInput(0).getName();
    List<Onnx.NodeProto> own = List.copyOf(graph.getNodeList());
    graph
        .clearNode()
        .addInitializer(
            Onnx.TensorProto.newBuilder().setName("seven").setDataType(1).addFloatData(7))
        .addNode(node("Mul", "scaled", image, "seven"))
        .addNode(node("Round", "whole", "scaled"))
        .addNode(node("Div", "levels", "whole", "seven"));
    for (Onnx.NodeProto node : own) {
      Onnx.NodeProto.Builder behind = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(image)) {
          behind.setInput(i, "levels");
        }
      }
      graph.addNode(behind);
    }
    return model.toBuilder().setGraph(graph);
  }

  private static Onnx.NodeProto node(String operator, String output, String... inputs) {
    return Onnx.NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private int run(Object... arguments) {
    call = CommandRun.of(arguments);
    return call.code();
  }

  private JsonNode attack(Path model, String... options) throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "attack",
                "--model=" + model,
                "--attack=fgsm",
                "--norm=linf",
                "--epsilon=0.15",
                "--samples=20",
                "--threads=1",
                "--checks=wrong-gradient",
                "--json"));
    arguments.addAll(List.of(options));
    assertThat(run(arguments.toArray())).as(call.err()).isZero();
    return new ObjectMapper().readTree(call.out());
  }

  private static JsonNode row(JsonNode rows, String label) {
    for (JsonNode row : rows) {
      if (row.path("label").asText().equals(label)) {
        return row;
      }
    }
    throw new AssertionError("no row " + label + " in " + rows);
  }

  private static double robust(JsonNode row, String attack) {
    JsonNode rate = row.at("/attacks/" + attack + "/rate");
    assertThat(rate.isNumber()).as(row.toString()).isTrue();
    return rate.asDouble();
  }

  @Test
  void apgd_is_blind_before_a_rounding_and_with_gradients_through_it_finds_what_square_finds()
      throws IOException {
    Files.copy(rounded, folder.resolve("rounded.onnx"));
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: three bits
            datasets: [{id: mnist-10k, samples: 20}]
            threat-models: [{norm: linf, epsilon: 0.15}]
            defenses:
              - {model: rounded.onnx, label: blind}
              - {model: rounded.onnx, label: passed, straight-through: true}
            attacks: [apgd, {id: square, parameters: {queries: 500}}]
            checks: [wrong-gradient, zero-gradient]
            analyses: none
            """);
    Path out = folder.resolve("run");

    assertThat(run("run", grid, "--out=" + out, "--workers=1")).as(call.err()).isZero();

    JsonNode rows =
        new ObjectMapper().readTree(out.resolve("leaderboard.json").toFile()).at("/boards/0/rows");
    JsonNode blind = row(rows, "blind");
    JsonNode passed = row(rows, "passed");
    assertThat(passed.at("/perSeed/0/clean")).isEqualTo(blind.at("/perSeed/0/clean"));
    assertThat(robust(blind, "apgd")).isGreaterThan(robust(blind, "square"));
    assertThat(robust(passed, "apgd")).isLessThanOrEqualTo(robust(passed, "square"));
    assertThat(robust(passed, "square")).isEqualTo(robust(blind, "square"));
    assertThat(blind.path("flags").toString())
        .contains("zero-gradient", "'whole' (Round) has slope 0", "straight-through")
        .doesNotContain(STAND_IN);
    assertThat(passed.path("flags").toString())
        .contains(
            STAND_IN,
            "is that of a differentiable stand-in: " + WORDS,
            "passes gradients straight through")
        .doesNotContain("zero-gradient", "wrong-gradient");
    assertThat(passed.at("/parameters/straight-through").asBoolean()).isTrue();
    assertThat(blind.at("/parameters/straight-through").isMissingNode()).isTrue();
    assertThat(Files.readString(out.resolve("index.html"))).contains(WORDS);

    FinishedRun finished = FinishedRun.of(new RunFolder(out));
    for (Class<? extends org.robustgrid.run.cell.Cell> kind :
        List.of(TrainingCell.class, AttackCell.class)) {
      String without =
          finished.cell(c -> kind.isInstance(c) && c.model().row().equals("blind")).key();
      String with =
          finished.cell(c -> kind.isInstance(c) && c.model().row().equals("passed")).key();
      assertThat(with).isNotEqualTo(without);
    }
    assertThat(run("audit", out)).as(call.out() + call.err()).isZero();
    assertThat(run("replay", out, "apgd at linf 0.15 on mnist-10k/passed/0"))
        .as(call.out() + call.err())
        .isZero();
  }

  @Test
  void an_attack_says_that_it_follows_a_stand_in_from_the_file_or_from_what_import_makes_of_it()
      throws IOException {
    Path zip = folder.resolve("passed.zip");
    assertThat(run("import", rounded, OPTION, "--out=" + zip)).as(call.err()).isZero();
    assertThat(call.err()).contains("node 'whole' (Round) passes gradients straight through");

    JsonNode passed = attack(rounded, OPTION);
    assertThat(passed.path("flags").toString())
        .contains(STAND_IN, WORDS)
        .doesNotContain("wrong-gradient");
    JsonNode imported = attack(zip);
    assertThat(imported.path("flags").toString())
        .contains(STAND_IN, "is that of a differentiable stand-in: " + WORDS)
        .doesNotContain("wrong-gradient");
    assertThat(imported.path("outcomes")).isEqualTo(passed.path("outcomes"));
    JsonNode blind = attack(rounded);
    assertThat(blind.path("flags").toString()).doesNotContain(STAND_IN);
    assertThat(blind.path("outcomes")).isNotEqualTo(passed.path("outcomes"));
  }

  @Test
  void what_cannot_be_passed_straight_through_is_said_before_anything_runs() throws IOException {
    Files.copy(plain, folder.resolve("plain.onnx"));
    Files.writeString(folder.resolve("model.py"), "def load(): pass\n");
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: mistakes
            datasets: [{id: mnist-10k, samples: 20}]
            architectures: [mlp]
            threat-models: [{norm: linf, epsilon: 0.1}]
            defenses:
              - {model: plain.onnx, label: a, straight-through: true}
              - {model: plain.onnx, label: b, straight-through: yes please}
              - {model: model.py, label: c, straight-through: true}
              - {id: standard, straight-through: true}
            attacks: [fgsm]
            """);

    assertThat(run("run", grid, "--dry-run")).isEqualTo(2);

    assertThat(call.err())
        .contains("plain.onnx rounds no numbers", "nothing to pass straight through")
        .contains("expected true or false, found")
        .contains("'straight-through' are for model files")
        .contains("'straight-through' is for a row with a 'model', which this one has not");
    assertThat(
            run(
                "attack",
                "--model=" + plain,
                OPTION,
                "--attack=fgsm",
                "--norm=linf",
                "--epsilon=1"))
        .isEqualTo(2);
    assertThat(call.err()).contains("nothing to pass straight through");
  }
}
