package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.Application;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.MemoryBudget;
import org.robustgrid.engine.library.NativeLibrary;

class BenchCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false,
          100);

  @TempDir Path folder;

  private int bench(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "bench";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return new Application(terminal).run(arguments);
  }

  /** Measures in this process, whose threads and memory are no matter here. */
  private int benchHere(String... options) {
    System.setProperty(MeasuringProcess.MARK, "true");
    try {
      return bench(options);
    } finally {
      System.clearProperty(MeasuringProcess.MARK);
    }
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void an_unknown_network_is_told_with_those_there_are() {
    assertThat(bench("--net", "large-cnn")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(err()).contains("unknown architecture 'large-cnn'", "resnet-18, small-cnn");
  }

  @ParameterizedTest
  @CsvSource({"--batch,0", "--batch,100000", "--threads,0", "--threads,10000", "--runs,0"})
  void a_count_that_makes_no_sense_is_the_users_error(String option, String value) {
    assertThat(bench(option, value)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(err()).contains(option + ": expected 1 to ", "found " + value);
  }

  @Test
  void a_place_that_cannot_hold_the_kernels_is_told_before_anything_is_measured()
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    String[] measured = {"--convolutions", "measured", "--kernels-out"};
    try {
      assertThat(bench(measured[0], measured[1], measured[2], file.resolve("k.json").toString()))
          .isEqualTo(ExitCode.USER_ERROR);
      assertThat(err()).contains("cannot write " + file);
      assertThat(bench(measured[0], measured[1], measured[2], folder.toString()))
          .isEqualTo(ExitCode.USER_ERROR);
      assertThat(err()).contains("--kernels-out: " + folder + " is a folder");
      assertThat(out()).isEmpty();
    } finally {
      System.clearProperty(NativeLibrary.CONVOLUTIONS_PROPERTY);
    }
  }

  @Test
  void all_mistakes_are_told_at_once() {
    bench("--batch", "0", "--threads", "0", "--net", "nonesuch", "--floor", "floors.yaml");

    assertThat(err()).contains("--batch", "--threads", "'nonesuch'", "give --ratios");
  }

  @Test
  void a_floor_for_an_unknown_ratio_is_the_users_error() throws IOException {
    Path floors = Files.writeString(folder.resolve("floors.yaml"), "speed: 2\n");

    assertThat(bench("--ratios", "--floor", floors.toString())).isEqualTo(ExitCode.USER_ERROR);
    assertThat(err()).contains("floors.yaml:1:", "speed", "forward against Deeplearning4j");
  }

  @Test
  void the_peers_works_are_printed_under_its_names() {
    assertThat(benchHere("--net", "mlp", "--batch", "2", "--runs", "1")).isEqualTo(ExitCode.OK);
    assertThat(out().lines())
        .extracting(line -> line.substring(0, line.indexOf(",\"best_ms\":")))
        .containsExactly(
            "{\"what\":\"mlp parameter gradient (training mode)\",\"batch\":2",
            "{\"what\":\"mlp input gradient (inference mode)\",\"batch\":2",
            "{\"what\":\"mlp forward (inference mode)\",\"batch\":2",
            "{\"what\":\"mlp PGD-20 on a batch\",\"batch\":2");
  }

  @Test
  void a_batch_that_does_not_fit_into_memory_is_the_users_error() {
    System.setProperty(MemoryBudget.PROPERTY, "1");
    try {
      assertThat(benchHere("--net", "small-cnn", "--batch", "512", "--runs", "1"))
          .isEqualTo(ExitCode.USER_ERROR);
    } finally {
      System.clearProperty(MemoryBudget.PROPERTY);
    }
    assertThat(err()).contains("--batch 512 does not fit", "1 MiB may be taken", "samples fit");
  }

  @Test
  void a_ratio_below_its_floor_fails_and_is_named() throws IOException {
    Path floors =
        Files.writeString(folder.resolve("floors.yaml"), "PGD-20 against 20 input gradients: 1e9");

    assertThat(
            benchHere(
                "--net", "mlp", "--batch", "2", "--runs", "1", "--ratios", "--floor", floors + ""))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out().lines()).hasSize(5);
    assertThat(err()).contains("'PGD-20 against 20 input gradients' is", "floor of 1.0E9");
  }

  @Test
  void the_option_counts_where_the_environment_says_otherwise_and_says_so() {
    assertThat(MeasuringProcess.threads(2, Optional.of("4"), terminal)).isEqualTo(2);
    assertThat(err()).contains("OMP_NUM_THREADS is 4", "--threads is 2");
  }

  @Test
  void without_the_option_the_environment_counts() {
    assertThat(MeasuringProcess.threads(null, Optional.of("3"), terminal)).isEqualTo(3);
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10000", "many", "-1", ""})
  void an_environment_that_makes_no_sense_is_named(String value) {
    assertThatThrownBy(() -> MeasuringProcess.threads(null, Optional.of(value), terminal))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("OMP_NUM_THREADS is '" + value + "'", "unset it");
  }
}
