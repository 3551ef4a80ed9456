package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.cli.CommandRun;

class PluginJarsTest {

  @TempDir static Path shared;
  private static CommandRun listed;

  @TempDir Path folder;

  @BeforeAll
  static void listOnce() throws IOException {
    listed = CommandRun.of("plugins", "--plugin-path", BrokenPlugins.build(shared));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nd4j-classes   | contains ND4J (org/nd4j/linalg/factory/Nd4j.class)",
        "nd4j-native    | contains ND4J (org/nd4j/nativeblas/linux-x86_64/libnd4jcpu.so)",
        "service-name   | broken.Missing not found",
        "service-syntax | its service file is broken",
        "service-empty  | its service files name no class",
        "service-type   | broken.Provider not a subtype",
        "missing-class  | the class broken.Gone is missing",
        "descriptor     | it threw java.lang.AssertionError: not me at",
        "initialiser    | the static initialiser of one of its classes threw java.lang.NumberFormat",
        "newer-java     | it was built for Java 55",
        "bundled-id     | attack id 'pgd' is that of a bundled plugin, in",
        "twin-2         | attack id 'twin' is used twice, in",
        "reserved-id    | attack id 'clean' is reserved",
        "blank-id       | plugin id '' is not of the form",
        "former-service | was built for an earlier plugin interface",
        "former-class   | was built for an earlier plugin interface",
        "class-path     | names good.jar in its manifest's Class-Path",
        "library        | holds no plugin",
        "text           | is not a jar",
      })
  void a_broken_jar_is_named_with_its_reason(String jar, String reason) {
    assertThat(listed.out().lines())
        .filteredOn(line -> line.startsWith("unusable: " + shared.resolve(jar + ".jar") + ": "))
        .singleElement()
        .asString()
        .contains(reason);
  }

  @Test
  void a_good_jar_among_broken_ones_is_used_and_listed_with_its_place() {
    assertThat(listed.out())
        .contains("attack, from " + shared.resolve("good.jar") + ", version unversioned\n  good ");
  }

  @Test
  void an_id_used_twice_names_both_jars_and_lists_neither() {
    assertThat(listed.out().lines())
        .anyMatch(line -> line.contains("twin-1.jar") && line.contains("twin-2.jar"))
        .noneMatch(line -> line.startsWith("  twin "));
  }

  @Test
  void a_listing_with_something_unusable_ends_with_code_2() {
    assertThat(listed.code()).isEqualTo(2);
  }

  @Test
  void a_place_that_does_not_exist_is_named() {
    Path nowhere = folder.resolve("nowhere");
    CommandRun run = CommandRun.of("plugins", "--plugin-path", nowhere);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("unusable: " + nowhere + ": there is no such file or folder");
  }

  @Test
  void a_folder_without_jars_is_named() {
    CommandRun run = CommandRun.of("plugins", "--plugin-path", folder);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("holds neither a jar nor a folder of jars");
  }

  @Test
  void a_file_that_is_no_jar_is_named_whatever_it_is_called() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "notes");
    CommandRun run = CommandRun.of("plugins", "--plugin-path", file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains(file + " is not a jar");
  }

  @Test
  void a_jar_that_cannot_be_read_is_named() throws IOException {
    Path jar = Files.writeString(folder.resolve("secret.jar"), "");
    // an administrator reads everything
    assumeThat(jar.toFile().setReadable(false, false) && !Files.isReadable(jar)).isTrue();
    assertThat(CommandRun.of("plugins", "--plugin-path", jar).out()).contains("cannot be read");
  }

  @Test
  void a_jar_named_twice_is_one_plugin() throws IOException {
    Path jar = BrokenPlugins.attack("once", "", "").build(folder.resolve("once.jar"));
    CommandRun run = CommandRun.of("plugins", "--plugin-path", jar, "--plugin-path", folder);
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out()).containsOnlyOnce("  once ");
  }

  @Test
  void the_folder_of_a_single_plugin_may_be_named_itself() throws IOException {
    Path plugin = ExamplePlugin.build(folder);
    CommandRun run = CommandRun.of("plugins", "--plugin-path", plugin);
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out()).contains("attack, from " + plugin + ", version 1.0\n  momentum ");
  }

  @Test
  void a_dropped_in_plugin_is_described_with_its_origin() {
    CommandRun run =
        CommandRun.of("plugins", "describe", "good", "--plugin-path", shared.resolve("good.jar"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("attack good", "Does nothing.", "good.jar", "sha256 ");
  }

  @Test
  void a_grid_that_needs_a_broken_plugin_ends_with_code_2_and_its_reason() throws IOException {
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: needs-twin
            plugins: ["%s", "%s"]
            datasets: [{id: line-2d, samples: 20}]
            architectures: [mlp]
            threat-models: [{norm: l2, epsilon: 1}]
            defenses: [standard]
            attacks: [twin]
            """
                .formatted(shared.resolve("twin-1.jar"), shared.resolve("twin-2.jar")));
    CommandRun run = CommandRun.of("run", grid, "--dry-run");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("'twin' was found in two places", "twin-1.jar", "twin-2.jar", "Remove one")
        .doesNotContain("\tat ");
  }

  @Test
  void a_plugin_that_calls_a_former_interface_is_named_with_what_to_do() throws IOException {
    Path jar = BrokenPlugins.former(folder.resolve("former.jar"));
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: former
            plugins: ["%s"]
            datasets: [{id: line-2d, samples: 20}]
            architectures: [mlp]
            threat-models: [{norm: l2, epsilon: 1}]
            defenses: [standard]
            attacks: [former]
            """
                .formatted(jar));
    CommandRun run = CommandRun.of("run", grid, "--dry-run");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "from "
                + jar
                + ", cannot be created: class broken.Provider of plugin former.jar was built for an earlier",
            "Parameters.integer(java.lang.String)",
            "build it again against the robustgrid-spi")
        .doesNotContain("NoSuchMethodError");
  }
}
