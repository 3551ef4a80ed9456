package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.spi.network.Network;

/** The same network as a file and as NumPy code in a process, from the command line. */
@Tag("process")
class PythonModelTest {

  /** The network of the shared run: 784 pixels, 16 rectified units, 10 classes. */
  private static final String CODE =
      """
      import numpy as np

      class Network:
          def __init__(self, parameters, noise):
              p = np.load(parameters)["p"].astype("float64").ravel()
              self.w1, self.b1 = p[:12544].reshape(784, 16, order="F"), p[12544:12560]
              self.w2, self.b2 = p[12560:12720].reshape(16, 10, order="F"), p[12720:]
              self.noise, self.randomised = noise, noise > 0

          def hidden(self, x):
              return np.maximum(x.reshape(len(x), -1) @ self.w1 + self.b1, 0)

          def logits(self, x):
              x = x + self.noise * np.random.randn(*x.shape)
              return self.hidden(x) @ self.w2 + self.b2

          def vjp(self, x, v):
              slope = (self.hidden(x) > 0) * (v @ self.w2.T)
              return (slope @ self.w1.T).reshape(x.shape)

      class Decisions:
          def __init__(self, network): self.network = network
          def decisions(self, x): return self.network.logits(x).argmax(1)

      def load(parameters="parameters.npz", noise=0):
          print("loading", parameters)
          return Network(parameters, noise)

      def decide(): return Decisions(load())
      def wide(): return lambda x: np.zeros((len(x), 11))
      """;

  @TempDir static Path shared;

  private static Path zip;
  private static Path code;

  @TempDir Path folder;

  private CommandRun call;

  @BeforeAll
  static void a_network_is_trained_and_written_down_in_numpy() throws IOException {
    assumeTrue(hasNumPy(), "Python with NumPy");
    FinishedRun run = new FinishedRun(shared);
    Path trained = run.folder().modelZip(run.cell(TrainingCell.class).key());
    zip = Files.copy(trained, shared.resolve("digits.zip"));
    try (Network network = ModelFile.load(zip, org.nd4j.linalg.api.buffer.DataType.FLOAT)) {
      INDArray parameters = network.parameters();
      NpzFile.write(
          shared.resolve("parameters.npz"),
          Map.of("p", parameters.reshape('c', 1, parameters.length()).dup('c')));
    }
    code = Files.writeString(shared.resolve("models.py"), CODE);
  }

  private static boolean hasNumPy() throws IOException {
    try {
      return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private int run(Object... arguments) {
    call = CommandRun.of(arguments);
    return call.code();
  }

  private int attack(String model, String attack, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "attack",
                "--model=" + model,
                "--attack=" + attack,
                "--norm=" + (attack.equals("boundary") ? "l2" : "linf"),
                "--epsilon=8/255",
                "--samples=10",
                "--threads=1",
                "--json"));
    arguments.addAll(List.of(options));
    return run(arguments.toArray());
  }

  private JsonNode json() throws IOException {
    assertThat(call.code()).as(call.err()).isZero();
    return new ObjectMapper().readTree(call.out());
  }

  @Test
  void code_gets_the_verdict_of_the_network_that_it_computes() throws IOException {
    attack(zip.toString(), "fgsm", "--checks=none");
    JsonNode file = json();
    attack(code + ":load", "fgsm");
    JsonNode python = json();

    assertThat(python.path("outcomes")).isEqualTo(file.path("outcomes"));
    assertThat(python.path("passes")).isEqualTo(file.path("passes"));
    assertThat(python.path("checks").toString()).contains("constant-model", "zero-gradient");
    assertThat(call.err()).contains("is Python code, which runs with your rights", "numpy");
  }

  @Test
  void a_model_that_decides_only_is_attacked_by_decisions_and_refuses_the_rest()
      throws IOException {
    assertThat(attack(code + ":decide", "fgsm")).isEqualTo(2);
    assertThat(call.err())
        .contains("no attack of the grid works on row 'models.py:decide'", "gives decisions only");
    attack(code + ":decide", "boundary", "-pqueries=30");
    assertThat(json().path("flags").toString()).contains("gives decisions without scores");
    assertThat(json().path("checks").toString())
        .as("the checks that were made")
        .contains("constant-model")
        .doesNotContain("zero-gradient");
  }

  @Test
  void a_wrong_shape_is_reported_before_anything_runs() {
    assertThat(attack(code + ":wide", "fgsm")).isEqualTo(2);
    assertThat(call.err())
        .contains("models.py:wide answers logits of shape [2, 11], but [2, 10] was expected");
  }

  @Test
  void code_has_a_row_on_a_board_that_is_audited_replayed_and_merged() throws IOException {
    Files.copy(code, folder.resolve("models.py"));
    Files.copy(zip, folder.resolve("own.zip"));
    Files.copy(shared.resolve("parameters.npz"), folder.resolve("parameters.npz"));
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: theirs
            datasets: [{id: mnist-10k, samples: 20}]
            threat-models: [{norm: l2, epsilon: 0.5}]
            defenses:
              - {model: own.zip}
              - {model: {python: models.py, function: load, arguments: {parameters: parameters.npz}}}
              - {model: models.py:decide}
              - model: {python: models.py, arguments: {noise: 0.05}}
                label: noisy
                draws: 2
                judgements: 3
            attacks: [{id: pgd, parameters: {steps: 2}}, {id: boundary, parameters: {queries: 30}}]
            checks: none
            analyses: none
            """);
    Path out = folder.resolve("run");

    assertThat(run("run", grid, "--out=" + out, "--workers=1")).as(call.err()).isZero();
    assertThat(call.err())
        .contains("not run on row models.py:decide, which gives decisions only: pgd");
    String board = Files.readString(out.resolve("leaderboard.json"));
    assertThat(board).contains("fewer-attacks", "models.py:load", "noisy", "Python code");
    assertThat(run("audit", out)).as(call.err() + call.out()).isZero();
    assertThat(run("replay", out, "pgd at l2 0.5 on mnist-10k/noisy/0"))
        .as(call.err() + call.out())
        .isZero();
    Path merged = folder.resolve("merged");
    assertThat(run("merge", out, "--out=" + merged)).as(call.err()).isZero();
    assertThat(merged.resolve("leaderboard.json")).hasContent(board);
  }
}
