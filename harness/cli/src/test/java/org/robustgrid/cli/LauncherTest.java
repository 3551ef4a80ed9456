package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.cell.TrainingCell;

/** The script {@code robustgrid}, over a Java of the test's own. */
@EnabledOnOs(OS.LINUX)
@Tag("process")
class LauncherTest {

  private static final Path SCRIPT = Path.of("..", "..", "robustgrid");

  @TempDir Path folder;

  private Path home;

  @BeforeEach
  void nothing_has_to_be_built() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Path target = Files.createDirectories(home.resolve("harness/cli/target"));
    Files.copy(SCRIPT, home.resolve("robustgrid"), StandardCopyOption.COPY_ATTRIBUTES);
    version(System.getProperty("java.version"));
    for (String file : List.of("robustgrid-cli.jar", "built")) {
      Files.writeString(target.resolve(file), "");
    }
    archiveIn(target);
  }

  /** The version of Java that the script reads. */
  private void version(String version) throws IOException {
    Path jdk = Files.createDirectories(folder.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  /** Classes need not be archived. */
  private static void archiveIn(Path target) throws IOException {
    Files.writeString(
        target.resolve("robustgrid-" + System.getProperty("java.version") + ".jsa"), "");
  }

  /** Java as the script finds it, a script itself. */
  private void java(String... lines) throws IOException {
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  /** What the script and all that it starts say, in an environment without anything else. */
  private String launch(Map<String, String> environment, String line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true);
    String path = builder.environment().get("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", home + ":" + path);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + "exit code " + process.waitFor();
  }

  private String environment(Map<String, String> given) throws Exception {
    java("echo \"charset $(locale charmap) wait ${OMP_WAIT_POLICY-} spin ${GOMP_SPINCOUNT-}\"");
    return launch(given, "robustgrid plugins");
  }

  @Test
  void without_a_locale_names_are_read_as_utf_8() throws Exception {
    assertThat(environment(Map.of())).contains("charset UTF-8");
    assertThat(environment(Map.of("LC_ALL", "POSIX"))).contains("charset UTF-8");
    assertThat(environment(Map.of("LANG", "C"))).contains("charset UTF-8");
  }

  @Test
  void threads_that_wait_sleep_unless_the_user_says_otherwise() throws Exception {
    assertThat(environment(Map.of())).contains("wait PASSIVE");
    assertThat(environment(Map.of("OMP_WAIT_POLICY", "ACTIVE"))).contains("wait ACTIVE");
    assertThat(environment(Map.of("GOMP_SPINCOUNT", "7"))).contains("wait  spin 7");
  }

  @Test
  void a_release_starts_what_it_holds_without_maven() throws Exception {
    Path program = Files.createDirectories(home.resolve("program"));
    Files.writeString(program.resolve("robustgrid-cli.jar"), "");
    archiveIn(program);
    java("echo \"$@\"");

    // nothing is built in the clone, so that building would be due
    Files.delete(home.resolve("harness/cli/target/built"));
    String said = launch(Map.of(), "robustgrid plugins");

    assertThat(said).contains("-jar " + program.resolve("robustgrid-cli.jar")).endsWith("code 0");
  }

  @Test
  void unsafe_memory_is_allowed_where_java_would_warn_of_it() throws Exception {
    java("echo \"$@\"");
    version("17.0.9");
    assertThat(launch(Map.of(), "robustgrid plugins")).doesNotContain("unsafe");
    version("21");
    assertThat(launch(Map.of(), "robustgrid plugins")).doesNotContain("unsafe");
    version("25.0.1");
    assertThat(launch(Map.of(), "robustgrid plugins"))
        .contains("--sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void an_old_java_is_refused_by_its_version() throws Exception {
    java("echo started");
    version("11.0.2");
    assertThat(launch(Map.of(), "robustgrid plugins"))
        .contains("jdk/bin/java is Java 11.0.2, but version 17 or later is needed")
        .doesNotContain("started")
        .endsWith("exit code 2");
    version("1.8.0_392");
    assertThat(launch(Map.of(), "robustgrid plugins")).contains("is Java 1.8.0_392");
  }

  /** Two processes read the name: the command and its worker. It takes as long as they start. */
  @Test
  void a_model_named_beyond_ascii_is_attacked_where_no_locale_is_set() throws Exception {
    FinishedRun run = new FinishedRun(folder);
    Path zip = run.folder().modelZip(run.cell(TrainingCell.class).key());
    StringBuilder quick = new StringBuilder("-XX:TieredStopAtLevel=1");
    for (String name : List.of("robustgrid.workerOptions", "robustgrid.workerClasses")) {
      quick.append(" '-D").append(name).append('=').append(System.getProperty(name)).append('\'');
    }
    String classPath = System.getProperty("java.class.path");
    java(
        "while [ \"$1\" != -jar ]; do shift; done; shift 2",
        "exec '" + System.getProperty("java.home") + "/bin/java' " + quick + " \\",
        "  -cp '" + classPath + "' org.robustgrid.cli.Main \"$@\"");

    // the shell spells the name, whatever the locale that the tests themselves run in
    String name = "\"$FOLDER\"/$'mod\\303\\250le.zip'";
    String said =
        launch(
            Map.of("LC_ALL", "POSIX", "ZIP", zip.toString(), "FOLDER", folder.toString()),
            "cp \"$ZIP\" "
                + name
                + " && robustgrid attack --attack fgsm --norm linf --epsilon 0.1 --samples 5"
                + " --checks none --model "
                + name);

    assertThat(said).contains("robust accuracy", "modèle.zip").endsWith("exit code 0");
  }
}
