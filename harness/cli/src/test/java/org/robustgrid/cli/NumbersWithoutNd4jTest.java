package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CI job that only judges numbers needs no ND4J and no native library on its class path. */
@Tag("process")
class NumbersWithoutNd4jTest {

  @TempDir static Path folder;
  private static Path run;

  @BeforeAll
  static void finishARun() throws IOException {
    run = new FinishedRun(folder).folder().root();
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                Stream.of("nd4j", "deeplearning4j", "onednn", "dnnl", "openblas", "javacpp")
                    .noneMatch(Path.of(entry).getFileName().toString()::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void succeeds(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
  }

  @Test
  void report_draws_a_run() throws Exception {
    Path page = run.resolve("index.html");
    Files.delete(page);
    succeeds("report", run.toString());
    assertThat(page).exists();
  }

  @Test
  void gate_judges_a_run() throws Exception {
    succeeds(
        "gate",
        "--baseline",
        run.resolve("leaderboard.json").toString(),
        "--candidate",
        run.toString());
  }

  @Test
  void compare_compares_the_rows_of_a_leaderboard() throws Exception {
    succeeds("compare", "../../leaderboards/quick-start/leaderboard.json", "trades-pag", "jeat");
  }
}
