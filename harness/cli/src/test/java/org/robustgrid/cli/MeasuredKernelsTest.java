package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.KernelFile;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.RunCell;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;

/** A run whose kernels are measured, and what goes on with it or shares its table. */
class MeasuredKernelsTest {

  private static final String GRID =
      """
      name: tiny
      datasets: [{id: mnist-10k, samples: 20}]
      architectures: [small-cnn]
      training: {epochs: 1, batch-size: 50, learning-rate: 0.01, validation: 0.9}
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [standard]
      attacks: [fgsm]
      checks: none
      """;

  private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
  private static final ByteArrayOutputStream ERR = new ByteArrayOutputStream();

  @TempDir static Path shared;
  private static Path grid;
  private static RunFolder measured;
  private static String said;

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    grid = Files.writeString(shared.resolve("grid.yaml"), GRID);
    measured = new RunFolder(shared.resolve("run"));
    assertThat(run(measured, "--convolutions", "measured")).as(err()).isZero();
    said = err();
  }

  /** Gives a command as a process of its own would: what it sets in this one is forgotten. */
  private static int call(Object... arguments) {
    OUT.reset();
    ERR.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(OUT, true, StandardCharsets.UTF_8),
            new PrintStream(ERR, true, StandardCharsets.UTF_8),
            false,
            100);
    try {
      return new Application(terminal)
          .run(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    } finally {
      System.clearProperty(NativeLibrary.CONVOLUTIONS_PROPERTY);
      System.clearProperty(NativeLibrary.KERNELS_PROPERTY);
    }
  }

  private static int run(RunFolder into, Object... options) {
    Object[] command = {"run", grid, "--out", into.root()};
    return call(Stream.concat(Stream.of(command), Stream.of(options)).toArray());
  }

  private static String err() {
    return ERR.toString(StandardCharsets.UTF_8);
  }

  private static KernelTable table() {
    return KernelFile.read(measured.kernels(), NativeLibrary.select().name());
  }

  private static boolean usesOneDnn() {
    return NativeLibrary.convolutions() != NativeLibrary.Convolutions.ND4J;
  }

  private static Stream<String> keys(RunFolder run) {
    return RunCell.list(RunManifest.read(run), new CellStore(run)).stream().map(RunCell::key);
  }

  @Test
  void the_run_keeps_its_table_and_its_profile_names_it() {
    assertThat(RunManifest.read(measured).profile().kernelTable()).contains(table().id());
    assertThat(said).contains("measuring which kernels are the fastest", "table " + table().id());
  }

  @Test
  void the_training_batch_and_the_micro_batch_of_attacks_are_measured() {
    org.assertj.core.api.Assumptions.assumeThat(usesOneDnn()).isTrue();

    assertThat(table().kernels())
        .filteredOn(kernel -> kernel.signature().startsWith("forward, 1x28x28"))
        .extracting(kernel -> kernel.rows())
        .contains(16L, 50L, 64L);
  }

  @Test
  void a_run_that_goes_on_measures_nothing_again() {
    assertThat(run(measured, "--convolutions", "measured")).as(err()).isZero();
    assertThat(err()).contains("0 cells computed, 3 reused").doesNotContain("measuring");
    assertThat(run(measured)).as(err()).isZero();
    assertThat(err()).contains("0 cells computed, 3 reused").doesNotContain("measuring");
  }

  @Test
  void another_run_that_is_given_the_table_has_the_same_cells_and_outcomes() throws IOException {
    RunFolder other = new RunFolder(folder.resolve("run"));

    assertThat(run(other, "--convolutions", measured.kernels())).as(err()).isZero();
    assertThat(err()).doesNotContain("measuring");
    assertThat(Files.readString(other.kernels())).isEqualTo(Files.readString(measured.kernels()));
    // an attack's key holds the hash of the trained weights
    assertThat(keys(other)).containsExactlyElementsOf(keys(measured).toList());
  }

  @Test
  void a_training_is_replayed_with_the_table() {
    String key = keys(measured).findFirst().orElseThrow();

    assertThat(call("replay", measured.root(), key)).as(err()).isZero();
    assertThat(OUT.toString(StandardCharsets.UTF_8)).contains("equal bit by bit");
    assertThat(err()).isEmpty();
  }

  @Test
  void a_sealed_table_that_was_changed_is_found_and_refused_and_can_be_put_back()
      throws IOException {
    byte[] original = Files.readAllBytes(measured.kernels());
    Path copy = Files.write(folder.resolve("copy.json"), original);
    Files.writeString(measured.kernels(), new String(original, StandardCharsets.UTF_8) + " ");
    assertThat(call("audit", measured.root())).isEqualTo(1);
    Files.writeString(measured.kernels(), "{}");

    assertThat(run(measured)).isEqualTo(2);
    assertThat(err()).contains("kernels.json", "table " + table(copy).id(), "--convolutions FILE");
    assertThat(run(measured, "--convolutions", copy)).as(err()).isZero();
    assertThat(Files.readAllBytes(measured.kernels())).isEqualTo(original);
    assertThat(call("audit", measured.root())).as(err()).isZero();
  }

  private static KernelTable table(Path file) {
    return KernelFile.read(file, NativeLibrary.select().name());
  }

  /** The finished run once more, for a test to damage. */
  private RunFolder copy() throws IOException {
    RunFolder copy = new RunFolder(folder.resolve("copy"));
    for (Map.Entry<String, Path> file : RunFiles.list(measured).entrySet()) {
      Path to = copy.root().resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.copy(file.getValue(), to);
    }
    return copy;
  }

  /** A table that nobody measured, in a file. */
  private Path another() throws IOException {
    KernelTable other = new KernelTable(NativeLibrary.select().name(), "abacus", 7, List.of());
    return Files.writeString(folder.resolve("other.json"), KernelFile.text(other));
  }

  @Test
  void a_start_with_other_threads_is_refused_and_leaves_seal_and_table() throws IOException {
    String seal = Files.readString(measured.seal());

    assertThat(run(measured, "--convolutions", measured.kernels(), "--threads", 2)).isEqualTo(2);
    assertThat(err())
        .contains("profile.threads: in the folder 1, now 2")
        .contains("was measured on 1 thread of ", "but this run computes on 2 threads of ");
    assertThat(run(measured, "--convolutions", another())).isEqualTo(2);
    assertThat(err()).contains("profile.convolutions", "7 threads of abacus");
    assertThat(measured.seal()).hasContent(seal);
    assertThat(call("audit", measured.root(), "--fast")).as(err()).isZero();
  }

  @Test
  void a_log_changed_before_a_finished_run_is_given_its_own_table_is_found_after_it()
      throws IOException {
    RunFolder copy = copy();
    Files.writeString(copy.logs().resolve("worker-1.log"), "nothing was wrong");

    assertThat(run(copy, "--convolutions", copy.kernels())).as(err()).isZero();
    assertThat(err()).contains("0 cells computed").doesNotContain("was measured on");
    assertThat(call("audit", copy.root(), "--fast")).isEqualTo(1);
    assertThat(OUT.toString(StandardCharsets.UTF_8)).contains("logs/worker-1.log was changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", ""})
  void an_audit_without_the_table_tells_its_findings_and_what_it_could_not_do(String text)
      throws IOException {
    RunFolder copy = copy();
    Files.delete(copy.kernels());
    if (!text.isEmpty()) {
      Files.writeString(copy.kernels(), text);
    }
    Files.writeString(copy.logs().resolve("worker-1.log"), "nothing was wrong");

    assertThat(call("audit", copy.root())).isEqualTo(1);
    assertThat(OUT.toString(StandardCharsets.UTF_8))
        .contains("kernels.json ", "logs/worker-1.log was changed");
    assertThat(err()).contains("no model was asked because ", "kernels.json");
  }

  @Test
  void a_begun_run_that_lost_its_table_is_told_so_before_anything_is_measured() throws IOException {
    RunFolder copy = copy();
    Files.delete(copy.kernels());

    assertThat(run(copy, "--convolutions", "measured")).isEqualTo(2);
    assertThat(err())
        .contains("kernels.json is missing", "table " + table().id())
        .doesNotContain("measuring");
  }

  @Test
  void a_run_begun_with_other_convolutions_is_refused_before_anything_is_measured() {
    RunFolder begun = new RunFolder(folder.resolve("begun"));
    ExecutionProfile direct = ExecutionProfile.forThisMachine().withConvolutions("direct");
    new RunManifest(RunManifest.read(measured).plan(), direct).write(begun);

    assertThat(run(begun, "--convolutions", "measured")).isEqualTo(2);
    assertThat(err())
        .contains("profile.convolutions: in the folder \"direct\", now \"measured\"")
        .doesNotContain("measuring");
  }

  @Test
  void a_table_left_by_a_killed_start_is_measured_anew() throws IOException {
    RunFolder killed = new RunFolder(Files.createDirectories(folder.resolve("killed")));
    Files.copy(another(), killed.kernels());

    // a network without convolutions is measured at once
    String network = "architectures: [{id: mlp, parameters: {hidden: [16]}}]";
    String light = GRID.replace("architectures: [small-cnn]", network);
    Path file = Files.writeString(folder.resolve("light.yaml"), light);
    assertThat(call("run", file, "--out", killed.root(), "--convolutions", "measured"))
        .as(err())
        .isZero();
    assertThat(err()).contains("measuring which kernels are the fastest");
    assertThat(RunManifest.read(killed).profile().kernelTable())
        .contains(table(killed.kernels()).id())
        .isNotEqualTo(Optional.of(table(folder.resolve("other.json")).id()));
  }

  @Test
  void the_table_of_a_run_whose_manifest_is_damaged_is_used_and_not_replaced() throws IOException {
    RunFolder copy = copy();
    Files.writeString(copy.manifest(), "{");

    assertThat(run(copy, "--convolutions", another())).isEqualTo(2);
    assertThat(err()).contains("kernels.json is not replaced by the table");
    assertThat(run(copy, "--convolutions", "measured")).as(err()).isZero();
    assertThat(err()).contains("0 cells computed, 3 reused").doesNotContain("measuring");
  }

  @Test
  void a_file_that_holds_null_is_no_table() throws IOException {
    Path file = Files.writeString(folder.resolve("null.json"), "null");

    assertThat(run(new RunFolder(folder.resolve("run")), "--convolutions", file)).isEqualTo(2);
    assertThat(err()).contains("--convolutions: " + file + " is no table of kernels");
  }

  @Test
  void a_table_named_as_profiles_name_it_is_asked_for_by_its_file() {
    assertThat(run(new RunFolder(folder), "--convolutions", "measured:" + table().id()))
        .isEqualTo(2);
    assertThat(err()).contains("give its file, the kernels.json of the run that measured it");
  }

  @Test
  void a_folder_is_no_table() {
    assertThat(run(new RunFolder(folder), "--convolutions", measured.root())).isEqualTo(2);
    assertThat(err()).contains(measured.root() + " is a folder", "kernels.json of a measured run");
  }

  @Test
  void a_table_that_is_missing_is_the_users_error() {
    assertThat(run(new RunFolder(folder), "--convolutions", folder.resolve("none.json")))
        .isEqualTo(2);
    assertThat(err()).contains("--convolutions: there is no table of kernels", "none.json");
  }

  @Test
  void a_name_that_is_unknown_is_told_with_those_there_are() {
    assertThat(run(new RunFolder(folder), "--convolutions", "winogrd")).isEqualTo(2);
    assertThat(err())
        .contains("winogrd", "winograd, direct, nd4j and measured", "kernels.json of a measured");
  }
}
