package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.Profiles;

class RunFolderTest {

  private static final ExecutionProfile PROFILE = Profiles.portable();

  @TempDir Path root;

  @Test
  void keeps_a_second_run_out() {
    RunFolder folder = new RunFolder(root);
    try (RunLock first = RunLock.acquire(folder)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> RunLock.acquire(folder))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another run works in " + folder.root())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    assertThatCode(() -> RunLock.acquire(folder).close()).doesNotThrowAnyException();
  }

  @Test
  void may_be_read_by_many_but_not_while_a_run_writes_it() {
    RunFolder folder = new RunFolder(root);
    RunLock.acquireToRead(folder).close();
    try (RunLock writer = RunLock.acquire(folder)) {
      assertThat(writer).isNotNull();
      assertThatThrownBy(() -> RunLock.acquireToRead(folder))
          .hasMessageContaining("another run works in " + folder.root());
    }
    assertThatCode(() -> RunLock.acquireToRead(folder).close()).doesNotThrowAnyException();
  }

  @Test
  void is_the_same_run_wherever_its_files_lie() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    RunFolder folder = new RunFolder(root);
    settle(new RunManifest(withFile(plan, "/here/m.zip", "1"), PROFILE), folder);
    RunManifest moved = new RunManifest(withFile(plan, "/there/m.zip", "1"), PROFILE);
    settle(moved, folder);
    assertThat(RunManifest.read(folder).plan().models().get(0).file()).isEqualTo("/there/m.zip");
    RunManifest other = new RunManifest(withFile(plan, "/there/m.zip", "2"), PROFILE);
    assertThatThrownBy(() -> settle(other, folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fileHash");
  }

  @Test
  void is_refused_in_words_where_an_older_or_a_newer_version_wrote_it() {
    RunFolder folder = new RunFolder(root);
    ObjectNode manifest =
        (ObjectNode) CanonicalJson.tree(new RunManifest(Grids.plan(Grids.SMALL), PROFILE));
    ((ObjectNode) manifest.get("plan")).put("format", 1);
    ((ObjectNode) manifest.get("profile")).remove("microBatch");
    SealedJson.write(folder.manifest(), manifest);
    assertThatThrownBy(() -> RunManifest.read(folder))
        .isInstanceOf(UserException.class)
        .isNotInstanceOf(DamagedFileException.class)
        .hasMessageContaining(folder.manifest() + " is of format 1")
        .hasMessageContaining("an older version")
        .hasMessageContaining("run its grid into another folder");

    ((ObjectNode) manifest.get("plan")).put("format", GridPlan.FORMAT + 1);
    SealedJson.write(folder.manifest(), manifest);
    assertThatThrownBy(() -> RunManifest.read(folder)).hasMessageContaining("a newer version");
  }

  private static RunManifest settle(RunManifest manifest, RunFolder folder) {
    try (RunLock lock = RunLock.acquire(folder)) {
      return manifest.settle(folder, lock, note -> {});
    }
  }

  private static GridPlan withFile(GridPlan plan, String file, String hash) {
    PlannedModel m = plan.models().get(0);
    PlannedModel model =
        new PlannedModel(
            m.id(),
            m.row(),
            true,
            m.dataset(),
            null,
            "model file",
            m.defense(),
            Map.of(),
            0,
            file,
            hash,
            false,
            Map.of(),
            m.evaluation(),
            m.undefended(),
            m.cost());
    return new GridPlan(
        plan.format(),
        plan.name(),
        plan.harness(),
        plan.datasets(),
        List.of(model),
        plan.attacks(),
        plan.threatModels(),
        plan.certification(),
        plan.seeds(),
        plan.limits(),
        plan.notes(),
        plan.checks(),
        plan.analyses());
  }

  @Test
  void keeps_the_provenance_of_its_beginning() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    String code = plan.harness().get("code");
    RunFolder folder = new RunFolder(root);
    Map<String, String> first = Map.of("code", code, "commit", "a", "jdk", "17", "version", "1");
    settle(new RunManifest(plan.withHarness(first), PROFILE), folder);
    Map<String, String> later = Map.of("code", code, "commit", "b", "jdk", "21", "version", "2");
    RunManifest again = new RunManifest(plan.withHarness(later), PROFILE);
    assertThat(settle(again, folder).plan().harness()).isEqualTo(first);
    RunManifest other = new RunManifest(plan.withHarness(Map.of("code", "x")), PROFILE);
    assertThatThrownBy(() -> settle(other, folder)).hasMessageContaining("plan.harness.code");
  }

  @Test
  void is_the_same_run_whatever_the_code_of_other_executors() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    RunFolder folder = new RunFolder(root);
    settle(new RunManifest(with(plan, "code.other", "a"), PROFILE), folder);
    RunManifest same = new RunManifest(with(plan, "code.other", "b"), PROFILE);
    RunManifest changed = new RunManifest(with(plan, "code.engine", "b"), PROFILE);

    assertThatCode(() -> settle(same, folder)).doesNotThrowAnyException();
    assertThatThrownBy(() -> settle(changed, folder)).hasMessageContaining("code.engine");
  }

  private static GridPlan with(GridPlan plan, String part, String hash) {
    Map<String, String> harness = new TreeMap<>(plan.harness());
    harness.put(part, hash);
    return plan.withHarness(harness);
  }

  @Test
  void is_refused_if_its_executor_is_not_installed() {
    RunFolder folder = new RunFolder(root);
    ExecutionProfile elsewhere = PROFILE.by("abacus", new TreeMap<>());
    new RunManifest(Grids.plan(Grids.SMALL), elsewhere).write(folder);
    assertThatThrownBy(() -> RunManifest.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.manifest().toString())
        .hasMessageContaining("the executor 'abacus' is not installed; installed are")
        .hasMessageContaining("another folder");
  }

  @Test
  void is_not_blocked_by_the_lock_file_of_a_killed_run() throws IOException {
    RunFolder folder = new RunFolder(root);
    Files.writeString(folder.lock(), "process 1\n");
    assertThatCode(() -> RunLock.acquire(folder).close()).doesNotThrowAnyException();
  }

  @Test
  void clears_half_written_files_away() throws IOException {
    RunFolder folder = new RunFolder(root);
    Files.createDirectories(folder.cells());
    Path part = folder.cells().resolve(".a.json-" + UUID.randomUUID() + ".part");
    Files.writeString(part, "{");
    Files.writeString(folder.cell("b"), "stays");
    try (RunLock lock = RunLock.acquire(folder)) {
      folder.clean(lock);
    }
    assertThat(part).doesNotExist();
    assertThat(folder.cell("b")).exists();
  }

  @Test
  void leaves_parts_of_others_alone() throws IOException {
    RunFolder folder = new RunFolder(root);
    Files.createDirectories(folder.cells());
    Path download = Files.writeString(root.resolve("film.mp4.part"), "mine");
    Path named = Files.writeString(folder.cells().resolve(".a.part"), "mine");
    Path elsewhere = Files.createDirectories(root.resolve("other"));
    Path deep = Files.writeString(elsewhere.resolve(".x-" + UUID.randomUUID() + ".part"), "mine");
    try (RunLock lock = RunLock.acquire(folder)) {
      folder.clean(lock);
    }
    assertThat(List.of(download, named, deep)).allSatisfy(p -> assertThat(p).exists());
  }

  @Test
  void refuses_a_folder_that_is_no_run() throws IOException {
    Files.writeString(root.resolve("thesis.tex"), "mine");
    assertThatThrownBy(() -> new RunFolder(root).prepare())
        .isInstanceOf(UserException.class)
        .hasMessageContaining(root + " holds thesis.tex but no run.json")
        .hasMessageContaining("give an empty or a new folder");
    assertThat(root).isDirectoryContaining("glob:**thesis.tex");
  }

  @Test
  void begins_in_a_folder_that_is_missing_or_empty_or_left_by_a_killed_start() throws IOException {
    RunFolder folder = new RunFolder(root.resolve("new"));
    assertThatCode(folder::prepare).doesNotThrowAnyException();
    assertThatCode(folder::prepare).doesNotThrowAnyException();
    Files.writeString(folder.lock(), "process 1\n");
    Files.createDirectories(folder.logs());
    Files.writeString(
        folder.root().resolve(".run.json-" + UUID.randomUUID() + ".part"), "{\"content\"");
    assertThatCode(folder::prepare).doesNotThrowAnyException();
  }

  @Test
  void says_that_a_folder_cannot_be_written() throws IOException {
    Path file = root.resolve("file");
    Files.writeString(file, "in the way");
    assertThatThrownBy(() -> new RunFolder(file).prepare())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot write " + file);
  }

  @Test
  void says_what_differs_between_its_run_and_another() {
    RunFolder folder = new RunFolder(root);
    new RunManifest(Grids.plan(Grids.SMALL), PROFILE).write(folder);
    String other =
        Grids.SMALL.replace("epochs: 4", "epochs: 5").replace("samples: 40", "samples: 30");
    RunManifest manifest = new RunManifest(Grids.plan(other), PROFILE.withBatch(7));
    assertThatThrownBy(() -> manifest.requireSame(RunManifest.read(folder), folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("plan.models[clouds/plain/0].training.epochs: in the folder 4, now 5")
        .hasMessageContaining("profile.batch: in the folder 128, now 7")
        .hasMessageContaining("labels: in the folder 40 entries");
  }

  @Test
  void resumes_with_the_profile_of_its_start() {
    RunFolder folder = new RunFolder(root);
    new RunManifest(Grids.plan(Grids.SMALL), PROFILE.withBatch(3)).write(folder);
    assertThat(RunManifest.of(Grids.plan(Grids.SMALL), folder, PROFILE).profile().batch())
        .isEqualTo(3);
  }

  @Test
  void may_go_on_under_other_limits() {
    RunFolder folder = new RunFolder(root);
    new RunManifest(Grids.plan(Grids.SMALL), PROFILE).write(folder);
    RunManifest other =
        new RunManifest(Grids.plan(Grids.SMALL + "limits: {cell-minutes: 3}\n"), PROFILE);
    assertThatCode(() -> other.requireSame(RunManifest.read(folder), folder))
        .doesNotThrowAnyException();
  }

  @Test
  void refuses_a_manifest_edited_by_hand() throws IOException {
    RunFolder folder = new RunFolder(root);
    new RunManifest(Grids.plan(Grids.SMALL), PROFILE).write(folder);
    String text = Files.readString(folder.manifest());
    Files.writeString(folder.manifest(), text.replace("0.3", "0.2"));
    assertThatThrownBy(() -> RunManifest.read(folder)).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void reads_adversarial_images_back() {
    SortedMap<Integer, float[]> images = new TreeMap<>();
    images.put(3, new float[] {0.25f, 1});
    images.put(7, new float[] {0, 0.5f});
    Path file = root.resolve("images.npz");
    KeptImagesWriter.write(file, images);
    SortedMap<Integer, float[]> read = KeptImages.read(file);
    assertThat(read.keySet()).containsExactly(3, 7);
    assertThat(read.get(3)).containsExactly(0.25f, 1);
  }
}
