package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.plugin.ExamplePlugin;

/** What loads no native library answers at once. */
@Tag("process")
class LazyStartTest {

  private static final String GRID =
      """
      name: tiny
      datasets: [{id: mnist-10k, samples: 20}]
      architectures: [mlp]
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [ramped-training]
      attacks: [momentum]
      """;

  @TempDir Path folder;

  @Test
  void nothing_that_only_lists_or_plans_loads_nd4j() throws Exception {
    String plugins = folder.resolve("plugins").toString();
    ExamplePlugin.build(folder.resolve("plugins"));
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    for (List<String> command :
        List.of(
            List.of("--help"), List.of("plugins", "--plugin-path", plugins), List.of("datasets"))) {
      assertThat(loadedClasses(0, command))
          .as("%s", command)
          .noneMatch(LazyStartTest::isNd4jAtWork);
    }
    // planned, and refused before a worker starts: the folder cannot be made
    String out = grid.resolve("run").toString();
    assertThat(
            loadedClasses(
                2, List.of("run", grid.toString(), "--out", out, "--plugin-path", plugins)))
        .noneMatch(LazyStartTest::isNd4jAtWork)
        .anyMatch(line -> line.contains("org.robustgrid.run.plan.GridPlan "));
  }

  /** Types of signatures may be loaded; what starts ND4J or its native library may not. */
  private static boolean isNd4jAtWork(String line) {
    return line.contains("org.nd4j.linalg.factory.Nd4j ")
        || line.contains("org.nd4j.linalg.cpu.")
        || line.contains("org.bytedeco.");
  }

  private static List<String> loadedClasses(int code, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xlog:class+load=info:stderr", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).isEqualTo(code);
    assertThat(lines).anyMatch(line -> line.contains("org.robustgrid.cli.Main "));
    return lines;
  }
}
