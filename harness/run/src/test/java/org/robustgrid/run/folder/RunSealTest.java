package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.Profiles;

class RunSealTest {

  private static final String KEY = "a".repeat(64);

  @TempDir Path root;
  private RunFolder folder;
  private Path log;
  private Path page;

  @BeforeEach
  void begin() throws IOException {
    folder = new RunFolder(root);
    Files.createDirectories(folder.logs());
    log = Files.writeString(folder.logs().resolve("worker-1.log"), "said");
    page = Files.writeString(root.resolve("index.html"), "drawn");
    Files.writeString(root.resolve("notes.txt"), "mine");
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
    }
  }

  private Optional<String> difference(Path file) {
    Map<String, String> found =
        RunSeal.read(folder).orElseThrow().differences(RunSeal.files(folder));
    return Optional.ofNullable(found.get(RunFiles.name(folder, file)));
  }

  @Test
  void holds_every_file_of_the_run_but_itself_the_lock_and_what_is_foreign() {
    assertThat(RunSeal.read(folder).orElseThrow().files().keySet())
        .containsExactly("index.html", "logs/worker-1.log");
    assertThat(difference(log)).isEmpty();
  }

  private static void assertSealed(RunFolder run, String... names) throws IOException {
    Files.delete(run.seal());
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.write(run, lock);
    }
    assertThat(RunSeal.read(run).orElseThrow().files().keySet()).containsExactly(names);
  }

  @Test
  void holds_the_same_files_where_the_folder_is_given_by_a_link(@TempDir Path elsewhere)
      throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), root);
    RunFolder linked = new RunFolder(link);
    assertSealed(linked, "index.html", "logs/worker-1.log");
    try (RunLock lock = RunLock.acquire(linked)) {
      Files.writeString(page, "drawn again");
      RunSeal.follow(linked, lock, List.of(link.resolve("index.html")));
    }
    assertThat(difference(page)).as("under the folder's own name").isEmpty();
    assertThat(RunFiles.list(folder)).isEqualTo(RunFiles.list(linked));
  }

  @Test
  void holds_the_same_files_where_a_path_goes_up_behind_a_link(@TempDir Path elsewhere)
      throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder.logs());
    assertSealed(new RunFolder(link.resolve("..")), "index.html", "logs/worker-1.log");
  }

  @Test
  void holds_the_files_of_the_runs_own_folders_that_lie_elsewhere(@TempDir Path elsewhere)
      throws IOException {
    Files.move(folder.logs(), elsewhere.resolve("logs"));
    Files.createSymbolicLink(folder.logs(), elsewhere.resolve("logs"));
    Files.createSymbolicLink(root.resolve("mine"), elsewhere.resolve("logs"));
    assertSealed(folder, "index.html", "logs/worker-1.log");
    assertThat(RunFiles.list(folder)).containsKey("mine").doesNotContainKey("mine/worker-1.log");
  }

  @Test
  void distinguishes_other_content_from_another_size_and_from_none() throws IOException {
    Files.writeString(log, "Said");
    assertThat(difference(log)).hasValueSatisfying(t -> assertThat(t).contains("SHA-256"));
    Files.writeString(log, "said more");
    assertThat(difference(log))
        .hasValueSatisfying(t -> assertThat(t).contains("it has 9 bytes, not 4"));
    Files.delete(log);
    assertThat(difference(log)).hasValue("is missing");
  }

  @Test
  void vouches_for_nothing_but_what_was_written() throws IOException {
    Files.writeString(log, "forged");
    Files.writeString(page, "drawn again");
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.follow(folder, lock, List.of(page));
    }
    assertThat(difference(page)).isEmpty();
    assertThat(difference(log)).isPresent();
  }

  private List<String> renew() {
    List<String> notes = new ArrayList<>();
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.renew(folder, lock, List.of(page), notes::add);
    }
    return notes;
  }

  @Test
  void an_existing_seal_is_renewed_only_for_written_files() throws IOException {
    Files.writeString(log, "forged");
    Files.writeString(page, "drawn again");
    assertThat(renew()).isEmpty();
    assertThat(difference(page)).isEmpty();
    assertThat(difference(log)).isPresent();
  }

  @Test
  void that_was_broken_is_made_of_what_is_there() throws IOException {
    Files.writeString(log, "said more");
    Files.delete(folder.seal());
    assertThat(renew()).isEmpty();
    assertThat(difference(log)).isEmpty();
  }

  @Test
  void that_was_damaged_is_made_of_what_is_there_and_it_is_said() throws IOException {
    Files.writeString(folder.seal(), "no seal");
    assertThat(renew()).singleElement().asString().contains(folder.seal() + " was changed");
    assertThat(difference(log)).isEmpty();
  }

  @Test
  void forgets_half_written_files_that_are_cleared_away_and_keeps_the_rest() throws IOException {
    Files.createDirectories(folder.cells());
    Path part =
        Files.writeString(
            folder.cells().resolve("." + KEY + ".json-" + UUID.randomUUID() + ".part"), "{");
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
      assertThat(names()).contains(RunFiles.name(folder, part));
      Files.writeString(log, "forged");
      folder.clean(lock);
    }
    assertThat(names()).containsExactly("index.html", "logs/worker-1.log");
    assertThat(difference(log)).isPresent();
  }

  @Test
  void follows_a_damaged_result_that_is_set_aside_and_keeps_the_rest() throws IOException {
    Files.createDirectories(folder.cells());
    Files.writeString(folder.cell(KEY), "no result");
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
      Files.writeString(log, "forged");
      assertThat(new IntegrityCheck(folder).setAside(lock)).hasSize(1);
    }
    assertThat(names())
        .containsExactly("cells/" + KEY + ".json.damaged", "index.html", "logs/worker-1.log");
    assertThat(difference(log)).isPresent();
  }

  private Set<String> names() {
    return RunSeal.read(folder).orElseThrow().files().keySet();
  }

  @Test
  void takes_in_a_manifest_of_other_limits_and_keeps_the_rest() throws IOException {
    ExecutionProfile profile = Profiles.portable();
    RunManifest before = new RunManifest(Grids.plan(Grids.SMALL), profile);
    RunManifest after =
        new RunManifest(Grids.plan(Grids.SMALL + "limits: {cell-minutes: 3}\n"), profile);
    before.write(folder);
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
      Files.writeString(log, "forged");
      after.settle(folder, lock, note -> {});
    }
    assertThat(RunManifest.read(folder)).isEqualTo(after);
    assertThat(difference(folder.manifest())).isEmpty();
    assertThat(difference(log)).isPresent();
  }

  @Test
  void takes_in_a_damaged_manifests_successor_and_its_copy_and_keeps_the_rest() throws IOException {
    RunManifest manifest = new RunManifest(Grids.plan(Grids.SMALL), Profiles.portable());
    manifest.write(folder);
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
      Files.writeString(folder.manifest(), "{");
      Files.writeString(log, "forged");
      manifest.settle(folder, lock, note -> {});
    }
    assertThat(names())
        .containsExactly("index.html", "logs/worker-1.log", "run.json", "run.json.damaged");
    assertThat(difference(folder.manifest())).isEmpty();
    assertThat(difference(log)).isPresent();
  }

  @Test
  void notices_a_change_of_itself() throws IOException {
    Files.writeString(
        folder.seal(), Files.readString(folder.seal()).replace("\"size\":4", "\"size\":5"));
    assertThatThrownBy(() -> RunSeal.read(folder)).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void leaves_the_lock_empty() throws IOException {
    assertThat(folder.lock()).isEmptyFile();
    try (RunLock lock = RunLock.acquire(folder)) {
      assertThat(lock).isNotNull();
      assertThat(folder.lock()).isNotEmptyFile();
    }
    assertThat(folder.lock()).isEmptyFile();
  }
}
