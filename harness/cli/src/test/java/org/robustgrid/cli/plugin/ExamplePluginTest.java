package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.CommandRun;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plugin.CodeHash;
import org.robustgrid.run.plugin.PluginRegistry;

/** The example project's grid, run by the real command beside a folder of broken plugins. */
class ExamplePluginTest {

  @TempDir static Path shared;
  private static Path plugin;
  private static CommandRun run;
  private static JsonNode leaderboard;

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    plugin = ExamplePlugin.build(shared.resolve("target/plugins"));
    Path grid = Files.copy(ExamplePlugin.PROJECT.resolve("grid.yaml"), shared.resolve("grid.yaml"));
    Path broken = BrokenPlugins.build(shared.resolve("broken"));
    Path out = shared.resolve("out");
    run = CommandRun.of("run", grid, "--out", out, "--plugin-path", broken, "--workers", 1);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    leaderboard = new ObjectMapper().readTree(out.resolve("leaderboard.json").toFile());
  }

  private static JsonNode row(String label) {
    for (JsonNode row : leaderboard.at("/boards/0/rows")) {
      if (row.path("label").asText().equals(label)) {
        return row;
      }
    }
    throw new AssertionError("no row " + label + " in " + leaderboard.at("/boards/0/rows"));
  }

  @Test
  void the_examples_defense_and_attack_are_on_the_leaderboard() {
    for (String label : List.of("standard", "ramped-training")) {
      assertThat(row(label).path("status").asText()).isEqualTo("complete");
      assertThat(row(label).path("attacks").has("momentum")).isTrue();
    }
  }

  @Test
  void the_examples_defense_has_learnt_to_classify() {
    assertThat(row("ramped-training").at("/clean/rate").asDouble()).isGreaterThan(0.6);
  }

  @Test
  void the_examples_analysis_is_on_the_leaderboard_and_on_the_page() throws IOException {
    JsonNode analysis = row("ramped-training").at("/analyses/0");
    assertThat(analysis.path("id").asText()).isEqualTo("prediction-entropy");
    assertThat(analysis.at("/figures/0/name").asText()).isEqualTo("without attack");
    assertThat(analysis.at("/figures/0/value").asDouble()).isBetween(0.0, Math.log(2));
    assertThat(Files.readString(shared.resolve("out/index.html")))
        .contains("Entropy of predictions: ramped-training", "without attack");
  }

  @Test
  void the_plugin_computes_with_its_own_version_of_a_library() throws Exception {
    Class<?> harness = Class.forName("org.apache.commons.math3.util.MathArrays");
    assertThat(harness.getPackage().getImplementationVersion()).isEqualTo("3.5");
    assertThat(row("ramped-training").at("/figures/commons-math").asDouble()).isEqualTo(3.6);
  }

  @Test
  void the_provenance_names_version_and_content_of_the_plugin() {
    String provenance = leaderboard.path("provenance").toString();
    assertThat(provenance).contains(CodeHash.of(plugin), "\"version\":\"1.0\"");
  }

  @Test
  void broken_plugins_beside_it_are_reported_and_do_not_stop_the_run() {
    assertThat(run.err())
        .contains(
            "plugin left out: " + shared.resolve("broken/nd4j-classes.jar"),
            "plugin left out: " + shared.resolve("broken/initialiser.jar"),
            "plugin left out: " + shared.resolve("broken/twin-2.jar"));
  }

  @Test
  void the_same_plugin_computes_nothing_again() {
    CommandRun again =
        CommandRun.of("run", shared.resolve("grid.yaml"), "--out", shared.resolve("out"));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("0 cells computed");
  }

  @Test
  void a_plugin_of_other_content_is_another_result() throws IOException {
    GridPlan before = plan(shared);
    ExamplePlugin.build(
        folder.resolve("target/plugins"), new JarBuilder().entry("changed", new byte[] {1}));
    GridPlan after = plan(folder);
    assertThat(trainings(after).get("standard")).isEqualTo(trainings(before).get("standard"));
    assertThat(trainings(after).get("ramped-training"))
        .isNotEqualTo(trainings(before).get("ramped-training"));
  }

  private static GridPlan plan(Path folder) throws IOException {
    String text = Files.readString(shared.resolve("grid.yaml"));
    GridFile grid = GridFile.parse("grid.yaml", text, folder);
    return new GridPlanner(PluginRegistry.withPlugins(grid.plugins())).plan(grid);
  }

  private static Map<String, String> trainings(GridPlan plan) {
    CellKeys keys = new CellKeys(plan, ExecutionProfile.forThisMachine());
    Map<String, String> trainings = new java.util.HashMap<>();
    for (PlannedModel model : plan.rows()) {
      trainings.put(model.row(), new TrainingCell(model).key(keys));
    }
    return trainings;
  }

  @Test
  void without_its_path_the_plugin_is_unknown() throws IOException {
    String text = Files.readString(shared.resolve("grid.yaml")).replace("plugins:", "#");
    Path grid = Files.writeString(folder.resolve("grid.yaml"), text);
    CommandRun unknown = CommandRun.of("run", grid, "--dry-run");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("unknown attack 'momentum'", "there are ");
  }

  @Test
  void the_worker_leaves_out_a_plugin_that_has_changed_since_the_plan() throws IOException {
    Path location = ExamplePlugin.build(folder.resolve("plugins"));
    PluginRegistry registry = PluginRegistry.unchanged(List.of(location), List.of("another hash"));
    assertThat(registry.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("was changed since the run was planned"));
  }

  @Test
  void the_example_depends_on_spi_and_numerics_alone_and_leaves_them_out_of_its_jar()
      throws IOException {
    String pom = ExamplePlugin.pom();
    String reactor = Files.readString(Path.of("../../pom.xml"), StandardCharsets.UTF_8);
    String version = ExamplePlugin.property(reactor, "version");
    assertThat(ExamplePlugin.property(pom, "robustgrid.version")).isEqualTo(version);
    String dependencies = pom.substring(pom.indexOf("</dependencyManagement>"));
    // two of the harness, a library of its own, and two for its tests
    assertThat(dependencies.split("<dependency>")).hasSize(6);
    assertThat(dependencies.split("<scope>provided</scope>")).hasSize(3);
    assertThat(dependencies.split("<scope>test</scope>")).hasSize(3);
    assertThat(reactor).doesNotContain("<module>plugins/example</module>");
  }
}
