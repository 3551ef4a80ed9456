package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The action for GitHub: its scripts with a program that says what it was asked for. */
@EnabledOnOs(OS.LINUX)
class ActionTest {

  private static final Path ACTION = Path.of("..", "..", "action.yml");

  @TempDir Path folder;

  private Map<?, ?> action;

  @BeforeEach
  void read() throws IOException {
    action =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(ACTION));
  }

  private List<Map<?, ?>> steps() {
    return ((List<?>) ((Map<?, ?>) action.get("runs")).get("steps"))
        .stream().<Map<?, ?>>map(step -> (Map<?, ?>) step).toList();
  }

  /** Runs a step's script; the program is one that prints its arguments and ends with a code. */
  private String step(String id, int code, Map<String, String> environment) throws Exception {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/bash\nprintf '<%s>' \"$@\"\nexit " + code + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Map<?, ?> step = steps().stream().filter(s -> id.equals(s.get("id"))).findFirst().orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-eo", "pipefail", "-c", step.get("run").toString())
            .redirectErrorStream(true);
    builder.environment().put("ROBUSTGRID", program.toString());
    builder.environment().put("GITHUB_OUTPUT", folder.resolve("output").toString());
    builder.environment().put("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
    builder.environment().put("RUNNER_TEMP", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + " exit code " + process.waitFor();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  @Test
  void every_input_is_used_and_every_input_that_is_used_is_declared() throws IOException {
    Matcher used = Pattern.compile("inputs\\.([a-z-]+)").matcher(Files.readString(ACTION));
    assertThat(used.results().map(match -> match.group(1)).collect(Collectors.toSet()))
        .isEqualTo(((Map<?, ?>) action.get("inputs")).keySet());
  }

  @Test
  void no_input_is_pasted_into_a_script() {
    assertThat(steps())
        .filteredOn(step -> step.containsKey("run"))
        .allSatisfy(
            step -> {
              assertThat(step.get("shell")).isEqualTo("bash");
              assertThat(step.get("run").toString()).doesNotContain("${{");
            });
  }

  @Test
  void a_grid_with_spaces_in_its_name_is_one_argument() throws Exception {
    Map<String, String> environment = Map.of("GRID", "my grid.yaml", "OUT", "o", "PLUGINS", "");
    assertThat(step("run", 0, environment)).startsWith("<run><my grid.yaml><--out><o> exit code 0");
    assertThat(output()).isEqualTo("leaderboard=o/leaderboard.json\n");
    assertThat(step("run", 0, Map.of("GRID", "g", "OUT", "o", "PLUGINS", "a b")))
        .startsWith("<run><g><--out><o><--plugin-path><a b> exit");
  }

  @Test
  void the_gates_verdict_is_an_output_and_its_exit_code_that_of_the_step() throws Exception {
    Map<String, String> environment = Map.of("OUT", "o", "BASELINE", "b.json", "POLICY", "");
    assertThat(step("gate", 1, environment))
        .startsWith("<gate><--baseline><b.json><--candidate><o/leaderboard.json><--junit>")
        .endsWith("exit code 1");
    assertThat(step("gate", 3, environment)).endsWith("exit code 3");
    assertThat(output()).isEqualTo("verdict=failed\nverdict=inconclusive\n");
  }

  @Test
  void what_the_scripts_ask_for_exists() throws Exception {
    Map<String, String> environment =
        Map.of(
            "GRID",
            "g",
            "OUT",
            "o",
            "PLUGINS",
            "p",
            "BASELINE",
            "b",
            "POLICY",
            "y",
            "BADGE",
            "b.svg",
            "BOARD",
            "linf 0.1");
    for (String id : List.of("run", "badge", "gate")) {
      String said = step(id, 0, environment);
      String[] arguments =
          Pattern.compile("<([^>]*)>")
              .matcher(said)
              .results()
              .map(m -> m.group(1))
              .toArray(String[]::new);
      assertThat(arguments).isNotEmpty();
      assertThat(DocumentsTest.commands().parseArgs(arguments).subcommand()).as(said).isNotNull();
    }
  }
}
