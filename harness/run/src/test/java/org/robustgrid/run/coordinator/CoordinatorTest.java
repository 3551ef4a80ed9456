package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.merge.RunMerge;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.scoring.LeaderboardSource;

/** One undisturbed run, and runs that are cut, killed, resumed, merged and tampered with. */
@Tag("process")
class CoordinatorTest {

  @TempDir static Path shared;
  private static Path undisturbed;
  private static RunOutcome outcome;

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() {
    undisturbed = shared.resolve("undisturbed");
    outcome = Runs.run(Grids.SMALL, undisturbed);
  }

  private static Board board(int index) {
    return Runs.leaderboard(undisturbed).boards().get(index);
  }

  @Test
  void finishes_every_cell() {
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.computed()).isEqualTo(2 * (1 + 1 + 4));
    assertThat(board(0).rows()).extracting(Row::status).containsOnly(State.COMPLETE);
  }

  @Test
  void learns_the_data_and_breaks_the_models_under_a_large_epsilon() {
    assertThat(board(0).rows()).allSatisfy(r -> assertThat(r.clean().rate()).isGreaterThan(0.9));
    assertThat(board(0).rows()).allSatisfy(r -> assertThat(r.worst().rate()).isGreaterThan(0.4));
    assertThat(board(1).rows()).allSatisfy(r -> assertThat(r.worst().rate()).isLessThan(0.5));
  }

  @Test
  void counts_passes_per_attacked_sample() {
    Row row = board(0).rows().get(0);
    assertThat(row.perSeed().get(0).cells().get("step-3").passes().forward()).isEqualTo(3);
    assertThat(row.passes().backward()).isEqualTo(1 + 3);
  }

  @Test
  void carries_the_figures_of_a_defense() {
    assertThat(board(0).rows().get(0).figures()).containsEntry("answer", 42.0);
  }

  @Test
  void keeps_the_images_of_broken_samples() throws IOException {
    Row row = board(1).rows().get(0);
    String key = row.perSeed().get(0).cells().get("step").key();
    Bits bits = row.perSeed().get(0).attacks().get("step");
    Bits clean = row.perSeed().get(0).clean();
    List<Integer> brokenSamples = clean.andNot(bits).right().boxed().toList();
    assertThat(KeptImages.read(new RunFolder(undisturbed).adversarials(key)).keySet())
        .containsExactlyElementsOf(brokenSamples);
  }

  @Test
  void writes_a_leaderboard_that_reads_back() {
    Leaderboard leaderboard = Runs.leaderboard(undisturbed);
    String text = LeaderboardJson.write(leaderboard);
    assertThat(LeaderboardJson.write(LeaderboardJson.read(text))).isEqualTo(text);
  }

  @Test
  void leaves_a_run_that_reads_as_its_leaderboard_file_does() {
    String text = LeaderboardJson.write(Runs.leaderboard(undisturbed));
    assertThat(LeaderboardSource.read(undisturbed)).isEqualTo(LeaderboardJson.read(text));
  }

  @Test
  void computes_nothing_twice() {
    RunOutcome again = Runs.run(Grids.SMALL, undisturbed);
    assertThat(again.computed()).isZero();
    assertThat(again.reused()).isEqualTo(outcome.computed());
  }

  @Test
  void finds_the_same_with_two_workers_and_in_shards() {
    GridPlan plan = Grids.plan(Grids.SMALL, folder);
    Path two = folder.resolve("two");
    Runs.run(plan, two, Runs.OPTIONS.withWorkers(2));
    assertThat(Runs.withoutTiming(two)).isEqualTo(Runs.withoutTiming(undisturbed));
  }

  @Test
  void unites_shards_to_the_whole_run() {
    GridPlan plan = Grids.plan(Grids.SMALL, folder);
    for (int i = 1; i <= 2; i++) {
      RunOptions part = Runs.OPTIONS.withShard(new RunOptions.Shard(i, 2));
      assertThat(Runs.run(plan, folder.resolve("part" + i), part).computed()).isEqualTo(6);
    }
    RunFolder merged = new RunFolder(folder.resolve("merged"));
    List<String> notes = new ArrayList<>();
    RunMerge.merge(
        List.of(new RunFolder(folder.resolve("part1")), new RunFolder(folder.resolve("part2"))),
        merged,
        notes::add);
    assertThat(notes).isEmpty();
    assertThat(Runs.withoutTiming(merged.root())).isEqualTo(Runs.withoutTiming(undisturbed));
  }

  @Test
  void shows_an_unfinished_run_as_unfinished() {
    GridPlan plan = Grids.plan(Grids.SMALL, folder);
    RunOptions part = Runs.OPTIONS.withShard(new RunOptions.Shard(1, 2));
    Runs.run(plan, folder.resolve("part"), part);
    assertThat(Runs.leaderboard(folder.resolve("part")).boards().get(0).rows())
        .extracting(Row::label, Row::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("plain", State.COMPLETE),
            org.assertj.core.groups.Tuple.tuple("short", State.INCOMPLETE));
  }

  @Test
  void refuses_another_grid_in_the_same_folder() {
    String other = Grids.SMALL.replace("epochs: 4", "epochs: 3");
    assertThatThrownBy(() -> Runs.run(other, undisturbed))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("training.epochs: in the folder 4, now 3");
  }

  @Test
  void computes_anew_what_was_edited_and_says_so() throws IOException {
    Path copy = folder.resolve("copy");
    copy(undisturbed, copy);
    Path cell = someCell(copy);
    Files.writeString(
        cell, Files.readString(cell).replaceFirst("\"robust\":\"[01]", "\"robust\":\"x"));
    assertThatThrownBy(() -> Runs.leaderboard(copy))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(cell + " was changed after it was written");
    List<String> notes = new ArrayList<>();
    assertThat(Runs.run(Grids.plan(Grids.SMALL), copy, Runs.OPTIONS, hearing(notes)).computed())
        .isEqualTo(1);
    assertThat(notes)
        .singleElement()
        .asString()
        .contains(cell.toString(), "step", " at linf 0.", " on clouds/", "computed again");
    assertThat(cell.resolveSibling(cell.getFileName() + ".damaged")).exists();
    assertThat(Runs.withoutTiming(copy)).isEqualTo(Runs.withoutTiming(undisturbed));
  }

  @Test
  void trains_anew_a_model_whose_file_was_changed_and_keeps_its_cells() throws IOException {
    Path copy = folder.resolve("copy");
    copy(undisturbed, copy);
    Path zip = firstModel(copy);
    byte[] bytes = Files.readAllBytes(zip);
    bytes[bytes.length / 2] ^= 1;
    Files.write(zip, bytes);
    List<String> notes = new ArrayList<>();
    assertThat(Runs.run(Grids.plan(Grids.SMALL), copy, Runs.OPTIONS, hearing(notes)).computed())
        .isEqualTo(1);
    assertThat(notes).singleElement().asString().contains(zip.toString(), "training clouds/");
    assertThat(Runs.withoutTiming(copy)).isEqualTo(Runs.withoutTiming(undisturbed));
  }

  @Test
  void writes_a_damaged_manifest_anew_and_uses_the_results() throws IOException {
    Path copy = folder.resolve("copy");
    copy(undisturbed, copy);
    Files.writeString(copy.resolve("run.json"), "{");
    List<String> notes = new ArrayList<>();
    assertThat(Runs.run(Grids.plan(Grids.SMALL), copy, Runs.OPTIONS, hearing(notes)).computed())
        .isZero();
    assertThat(notes).singleElement().asString().contains("run.json", "run.json.damaged");
    assertThat(Runs.withoutTiming(copy)).isEqualTo(Runs.withoutTiming(undisturbed));
  }

  @Test
  void leaves_damaged_results_out_of_a_merge_and_says_so() throws IOException {
    Path part = folder.resolve("part");
    copy(undisturbed, part);
    Path cell = someCell(part);
    Files.writeString(cell, "{}");
    RunFolder merged = new RunFolder(folder.resolve("merged"));
    List<String> notes = new ArrayList<>();
    RunMerge.merge(List.of(new RunFolder(part)), merged, notes::add);
    assertThat(notes).singleElement().asString().contains(cell.toString(), "left out");
    assertThat(merged.cells().resolve(cell.getFileName())).doesNotExist();
    assertThat(cell).hasContent("{}");
  }

  private static RunListener hearing(List<String> notes) {
    return new RunListener() {
      @Override
      public void note(String message) {
        notes.add(message);
      }
    };
  }

  @Test
  void computes_only_what_is_missing() throws IOException {
    Path copy = folder.resolve("copy");
    copy(undisturbed, copy);
    Files.delete(someCell(copy));
    assertThat(Runs.run(Grids.SMALL, copy).computed()).isEqualTo(1);
    assertThat(Runs.withoutTiming(copy)).isEqualTo(Runs.withoutTiming(undisturbed));
  }

  @Test
  void breaks_a_seal_before_it_computes_and_leaves_it_where_it_does_not() throws IOException {
    Path copy = folder.resolve("sealed");
    copy(undisturbed, copy);
    RunFolder run = new RunFolder(copy);
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.write(run, lock);
    }
    Runs.run(Grids.SMALL, copy);
    assertThat(run.seal()).exists();
    Files.delete(someCell(copy));
    List<Boolean> sealed = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void cellStarted(WorkUnit unit) {
            sealed.add(Files.exists(run.seal()));
          }
        };
    Runs.run(Grids.plan(Grids.SMALL), copy, Runs.OPTIONS, listener);
    assertThat(sealed).containsExactly(false);
  }

  @Test
  void distinguishes_lost_checks_from_lost_results() throws IOException {
    Path copy = folder.resolve("hurried");
    copy(undisturbed, copy);
    String checked =
        Grids.SMALL.replace(
            "checks: none\n", "checks: [black-box-wins]\nlimits: {cell-minutes: 0.0001}\n");
    RunOutcome hurried = Runs.run(checked, copy);
    assertThat(hurried.failures())
        .isNotEmpty()
        .allMatch(f -> f.startsWith("black-box-wins under linf"));
    assertThat(hurried.failedChecks()).isEqualTo(hurried.failures().size());
    assertThat(hurried.complete()).isFalse();
    assertThat(hurried.resultsComplete()).isTrue();
  }

  @Test
  void keeps_a_second_run_out_of_its_folder() throws Exception {
    Path root = folder.resolve("busy");
    Process first = RunMain.start(root);
    try {
      RunMain.awaitModels(root, 0);
      assertThatThrownBy(() -> Runs.run(Grids.SMALL, root))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another run works in")
          .hasMessageContaining("process " + first.pid());
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  @Test
  void resumes_after_a_kill_with_the_same_results() throws Exception {
    Path root = folder.resolve("killed");
    for (int kill = 0; kill < 5; kill++) {
      Process run = RunMain.start(root);
      RunMain.awaitModels(root, 0);
      // once while a worker starts, then ever later: in trainings, in attacks, at the end
      Thread.sleep(400L * kill);
      run.destroyForcibly().waitFor();
    }
    // rubbish of a write that was cut
    Files.createDirectories(root.resolve("cells"));
    Files.writeString(
        root.resolve("cells/.x-" + java.util.UUID.randomUUID() + AtomicFile.PART), "{\"content\"");
    Runs.run(Grids.SMALL, root);
    assertThat(Runs.withoutTiming(root)).isEqualTo(Runs.withoutTiming(undisturbed));
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(f -> f.toString().endsWith(AtomicFile.PART))).isEmpty();
    }
  }

  @Test
  void an_error_in_the_coordinator_ends_the_run_visibly() {
    RunListener broken =
        new RunListener() {
          @Override
          public void cellStarted(WorkUnit unit) {
            throw new AssertionError("the slot broke");
          }
        };
    assertThatThrownBy(
            () -> Runs.run(Grids.plan(Grids.SMALL), folder.resolve("e"), Runs.OPTIONS, broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the slot broke")
        .hasMessageContaining("finished cells are kept");
  }

  @Test
  void says_that_a_result_cannot_be_written() throws IOException {
    Path root = folder.resolve("blocked");
    Files.createDirectories(root);
    Files.copy(undisturbed.resolve("run.json"), root.resolve("run.json"));
    Files.writeString(root.resolve("models"), "a file where a folder is needed");
    RunOutcome blocked = Runs.run(Grids.SMALL, root);
    assertThat(blocked.failures())
        .anyMatch(f -> f.contains("cannot write") && f.contains("models"));
    Files.delete(root.resolve("models"));
    Files.writeString(root.resolve("cells"), "in the way");
    assertThatThrownBy(() -> Runs.run(Grids.SMALL, root))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot write " + root.resolve("cells"));
    Files.delete(root.resolve("cells"));
    Runs.run(Grids.SMALL, root);
    assertThat(Runs.withoutTiming(root)).isEqualTo(Runs.withoutTiming(undisturbed));
  }

  static Path someCell(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("cells"))) {
      return files.filter(f -> contains(f, "\"attacked\"")).sorted().findFirst().orElseThrow();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path firstModel(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("models"))) {
      return files.sorted().findFirst().orElseThrow().resolve("model.zip");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
