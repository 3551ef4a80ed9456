package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.CommandRun;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.LeaderboardFile;

/** Jars whose analyses were compiled against an interface that this version does not have. */
@Tag("process")
class FormerAnalysisTest {

  private static final String SPI = "org.robustgrid.spi.analysis.";

  private static final String PROVIDER =
      """
      package old;
      import org.robustgrid.spi.*;
      import org.robustgrid.spi.analysis.*;
      public final class Measure implements AnalysisProvider {
        @Override public AnalysisDescriptor descriptor() {
          return AnalysisDescriptor.builder("ID", "Measures nothing.").build();
        }
        CREATE
      }
      """;

  @TempDir static Path folder;

  private static JarBuilder jar(String id, String create) {
    return new JarBuilder()
        .source("old.Measure", PROVIDER.replace("ID", id).replace("CREATE", create))
        .service("AnalysisProvider", "old.Measure\n");
  }

  private static JarBuilder against(JarBuilder jar, String name, String declaration) {
    return jar.source(SPI + name, "package org.robustgrid.spi.analysis; " + declaration)
        .without(SPI + name);
  }

  @BeforeAll
  static void build() throws IOException {
    String create = "@Override public Analysis create(Parameters parameters) { ";
    against(
            jar(
                "renamed",
                create
                    + "return new Analysis() { @Override public AnalysisResult run() {"
                    + " return AnalysisResult.of(\"x\").note(\"y\").build(); } }; }"),
            "Analysis",
            "public interface Analysis { AnalysisResult run(); }")
        .build(folder.resolve("renamed.jar"));
    against(
            jar(
                "asking",
                create
                    + "return request -> AnalysisResult.of(request.words()).note(\"y\").build(); }"),
            "AnalysisRequest",
            "public interface AnalysisRequest { String words(); }")
        .build(folder.resolve("asking.jar"));
    against(
            jar("lacking", ""),
            "AnalysisProvider",
            "import org.robustgrid.spi.*; public interface AnalysisProvider {"
                + " AnalysisDescriptor descriptor(); }")
        .build(folder.resolve("lacking.jar"));
    against(
            jar(
                "gone",
                create + "return null; } public final java.util.List<Former> all = Former.all();"),
            "Former",
            "public interface Former {"
                + " static java.util.List<Former> all() { return java.util.List.of(); } }")
        .build(folder.resolve("gone.jar"));
  }

  private static CommandRun run(String... analyses) throws IOException {
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: former
            plugins: [%s]
            datasets: [{id: line-2d, samples: 20}]
            architectures: [{id: mlp, parameters: {hidden: [4]}}]
            training: {epochs: 1, validation: 0}
            threat-models: [{norm: l2, epsilon: 1}]
            defenses: [standard]
            attacks: []
            analyses: [%s]
            """
                .formatted(
                    Stream.of(analyses)
                        .map(id -> '"' + folder.resolve(id + ".jar").toString() + '"')
                        .collect(Collectors.joining(", ")),
                    String.join(", ", analyses)));
    return CommandRun.of("run", grid, "--out", folder.resolve("run"), "--workers", "1");
  }

  private static void assertNames(String message, String jar, String lacking) {
    assertThat(message)
        .contains("class old.Measure", " of plugin " + jar + " was built for an earlier plugin")
        .contains(lacking, "build it again against the robustgrid-spi")
        .doesNotContain("NoSuchMethodError", "AbstractMethodError", "NoClassDefFoundError");
  }

  @Test
  void an_analysis_that_lacks_a_method_or_calls_one_that_is_gone_flags_the_row_by_its_jar()
      throws IOException {
    CommandRun run = run("renamed", "asking");
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(3);
    var flags = LeaderboardFile.read(folder.resolve("run")).boards().get(0).rows().get(0).flags();
    assertThat(flags).extracting(Flag::kind).containsExactly("failed-analysis", "failed-analysis");
    for (Flag flag : flags) {
      boolean renamed = flag.message().contains("renamed");
      assertNames(
          flag.message(),
          renamed ? "renamed.jar" : "asking.jar",
          renamed ? "analyse(" : "AnalysisRequest.words()");
    }
  }

  @Test
  void a_provider_that_lacks_a_method_ends_the_grid_with_code_2_and_its_jar() throws IOException {
    CommandRun run = run("lacking");
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(2);
    assertNames(run.err(), "lacking.jar", "create(");
  }

  @Test
  void a_provider_of_a_class_that_is_gone_is_left_out_by_its_jar_and_class() {
    CommandRun run = CommandRun.of("plugins", "--plugin-path", folder.resolve("gone.jar"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out())
        .contains("unusable: " + folder.resolve("gone.jar"), "class old.Measure", "Former")
        .contains("was built for an earlier plugin interface", "build it again")
        .doesNotContain("NoClassDefFoundError");
  }
}
