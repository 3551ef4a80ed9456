package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.cli.terminal.Terminal;

class ApplicationTest {

  private static final String GRID =
      """
      name: tiny
      datasets: [{id: mnist-10k, samples: 20}]
      architectures: [mlp]
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [standard]
      attacks: [fgsm]
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            100);
    return new Application(terminal).run(arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String grid(String text) throws IOException {
    return Files.writeString(folder.resolve("grid.yaml"), text).toString();
  }

  @Test
  void without_a_command_the_help_is_shown() {
    assertThat(run()).isZero();
    assertThat(out()).startsWith("Usage: robustgrid").contains("Exit codes:", "70");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "merge",
        "report",
        "audit",
        "claim",
        "replay",
        "gc",
        "compare",
        "strength",
        "gate",
        "train",
        "attack",
        "export",
        "plugins",
        "datasets",
        "doctor",
        "verify"
      })
  void every_command_has_help_with_examples(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out())
        .contains("Usage: robustgrid " + command, "Examples:", "robustgrid " + command);
  }

  @Test
  void plugins_of_every_kind_are_listed() {
    assertThat(run("plugins")).isZero();
    assertThat(out().lines().map(String::strip).map(line -> line.split(" +")[0]).toList())
        .contains("fgsm", "pgd", "apgd", "standard", "trades", "mlp", "small-cnn", "mnist-10k");
  }

  @Test
  void a_plugin_is_described_with_its_parameters() {
    assertThat(run("plugins", "describe", "pgd")).isZero();
    assertThat(out()).contains("attack pgd", "steps", "default");
  }

  @Test
  void an_unknown_plugin_is_the_users_error() {
    assertThat(run("plugins", "describe", "nonesuch")).isEqualTo(2);
    assertThat(err()).contains("'nonesuch'", "robustgrid plugins");
  }

  @Test
  void data_sets_are_listed_with_their_sizes() {
    assertThat(run("datasets")).isZero();
    assertThat(out()).contains("mnist-10k", "1×28×28, 10 classes", "8000 training, 2000 test");
  }

  @Test
  void a_dry_run_lists_every_cell_and_writes_nothing() throws IOException {
    assertThat(run("run", grid(GRID), "--dry-run", "--out", folder.resolve("out").toString()))
        .isZero();
    assertThat(out()).contains("training", "clean", "fgsm", "constant-model", "11 cells, about");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void wrong_options_and_a_wrong_grid_are_reported_at_once() throws IOException {
    String wrong = GRID.replace("[fgsm]", "[fgsn]");
    int code =
        run("run", grid(wrong), "--workers", "-1", "--threads", "0", "--shard", "5/4", "--dry-run");
    assertThat(code).isEqualTo(2);
    assertThat(err())
        .contains("--workers: expected 1 to 1024, found -1")
        .contains("--threads: expected 1 to 1024, found 0")
        .contains("found 5/4", "fgsn")
        .doesNotContain("\tat ");
  }

  @Test
  void a_dry_run_of_a_shard_lists_its_cells_only() throws IOException {
    String two = GRID.replace("[standard]", "[standard, gaussian-noise]");
    assertThat(run("run", grid(two), "--dry-run", "--shard", "2/2")).isZero();
    assertThat(out())
        .contains("gaussian-noise", "11 cells of shard 2/2")
        .doesNotContain("mnist-10k/standard/0");
  }

  @Test
  void what_is_no_grid_is_the_users_error() throws IOException {
    Path binary = Files.write(folder.resolve("model.zip"), new byte[] {'P', 'K', 3, (byte) 0xff});
    assertThat(run("run", binary.toString())).isEqualTo(2);
    assertThat(run("run", folder.toString())).isEqualTo(2);
    assertThat(err()).contains("model.zip is not UTF-8 text", folder + " is a folder");
  }

  @Test
  void vectors_that_are_missing_are_the_users_error() {
    assertThat(run("verify", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err()).contains("there is no folder " + folder.resolve("none"));
  }

  @Test
  void a_model_that_does_not_fit_is_the_users_error() throws IOException {
    Path model = folder.resolve("m.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(model))) {
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write(
          ("{\"networkInputs\":[\"i\"],\"networkOutputs\":[\"o\"],\"vertexInputs\":{\"o\":[\"i\"]},"
                  + "\"vertices\":{\"o\":{\"layerConf\":{\"layer\":"
                  + "{\"@class\":\"x.OutputLayer\",\"nin\":4,\"nout\":3}}}}}")
              .getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("coefficients.bin"));
      DataOutputStream noCoefficients = new DataOutputStream(zip);
      for (String type : List.of("LONG", "FLOAT")) {
        noCoefficients.writeUTF("MIXED_DATA_TYPES");
        noCoefficients.writeLong(0);
        noCoefficients.writeUTF(type);
      }
    }
    int code =
        run(
            "attack",
            "--model",
            model.toString(),
            "--attack",
            "pgd",
            "--norm",
            "linf",
            "--epsilon",
            "8/255",
            "--threads",
            "-2");
    assertThat(code).isEqualTo(2);
    assertThat(err())
        .contains("--threads: expected 1 to 1024, found -2")
        .contains("it reads inputs of shape [4], not [1, 28, 28], and it has 3 classes, not 10");
  }

  @Test
  void a_gpu_that_cannot_be_used_is_the_users_error_and_the_way_out_is_named() throws IOException {
    int code =
        run("run", grid(GRID), "--out", folder.resolve("out").toString(), "--device", "cuda");
    assertThat(code).isEqualTo(2);
    assertThat(err())
        .contains("CUDA cannot be used here", "mvn -Pcuda", "The device cpu computes on the CPU")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void an_unknown_device_is_the_users_error() throws IOException {
    int code = run("run", grid(GRID), "--out", folder.resolve("out").toString(), "--device", "tpu");
    assertThat(code).isEqualTo(2);
    assertThat(err()).contains("the device 'tpu' is unknown; known are cpu, cuda and auto");
  }

  @Test
  void an_unknown_native_library_is_the_users_error() throws IOException {
    int code = run("run", grid(GRID), "--out", folder.resolve("out").toString(), "--native", "sse");
    assertThat(code).isEqualTo(2);
    assertThat(err()).contains("sse is unknown; known are onednn-avx512");
  }

  @Test
  void far_more_threads_than_any_machine_has_are_refused() throws IOException {
    assertThat(run("run", grid(GRID), "--threads", "10000", "--dry-run")).isEqualTo(2);
    assertThat(err()).contains("--threads: expected 1 to 1024, found 10000", "cores here");
  }

  @Test
  void a_micro_batch_of_nothing_is_the_users_error() throws IOException {
    int code =
        run("run", grid(GRID), "--out", folder.resolve("out").toString(), "--micro-batch", "0");
    assertThat(code).isEqualTo(2);
    assertThat(err()).contains("a micro-batch must have 1 to 65536 samples, but 0 are asked for");
  }

  @Test
  void the_doctor_says_what_computes_and_what_is_in_the_way_of_a_gpu() {
    assertThat(run("doctor", "--quick")).isZero();
    assertThat(out())
        .contains("device", "the CPU: this build has no CUDA backend", "GPU", "mvn -Pcuda");
  }

  @Test
  void a_misspelt_option_is_the_users_error_and_names_the_help() {
    assertThat(run("run", "--dry-rum")).isEqualTo(2);
    assertThat(err()).contains("--dry-rum", "robustgrid run --help").doesNotContain("\tat ");
  }

  @Test
  void a_missing_grid_is_the_users_error() {
    assertThat(run("run", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(err()).contains("none.yaml").doesNotContain("\tat ");
  }

  @Test
  void all_mistakes_of_a_grid_are_reported_at_once() throws IOException {
    String wrong =
        GRID.replace("epsilon: 0.1", "epsilon: -1")
            .replace("[fgsm]", "[fgsn]")
            .replace("samples: 20", "samples: 99999");
    assertThat(run("run", grid(wrong))).isEqualTo(2);
    assertThat(err()).contains("3 mistakes", "epsilon", "fgsn", "99999").doesNotContain("\tat ");
  }

  @Test
  void a_report_of_a_folder_without_a_run_is_the_users_error() {
    assertThat(run("report", folder.toString())).isEqualTo(2);
    assertThat(err()).contains(folder.toString(), "run.json");
  }

  @Test
  void a_wrong_epsilon_is_the_users_error() {
    int code =
        run("attack", "--model", "m.zip", "--attack", "pgd", "--norm", "linf", "--epsilon", "x");
    assertThat(code).isEqualTo(2);
    assertThat(err()).contains("--epsilon", "'x'");
  }
}
