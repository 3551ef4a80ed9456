package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.audit.Finding;
import org.robustgrid.run.audit.RunAudit;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.BoardEvidence;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;

/** One small run, and what is done to its folder. */
@Tag("process")
class AuditCommandTest {

  private static final long SEED = 20_240_229;
  private static final int FLIPS = 200;

  @TempDir static Path shared;
  private static FinishedRun finished;
  private static RunFolder run;

  private final SortedMap<Path, byte[]> original = new TreeMap<>();

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    finished = new FinishedRun(shared);
    run = finished.folder();
  }

  @BeforeEach
  void remember() throws IOException {
    for (Path file : RunFiles.list(run).values()) {
      original.put(file, Files.readAllBytes(file));
    }
  }

  @AfterEach
  void restore() throws IOException {
    for (Path file : RunFiles.list(run).values()) {
      if (!original.containsKey(file)) {
        Files.delete(file);
      }
    }
    for (Path file : original.keySet()) {
      Files.write(file, original.get(file));
    }
  }

  private static int call(Object... arguments) {
    return finished.call(arguments);
  }

  private static int audit() {
    return call("audit", run.root(), "--fast");
  }

  private static String out() {
    return finished.out();
  }

  private static String err() {
    return finished.err();
  }

  /** What somebody would do who knows how runs are sealed. */
  private static void sealAgain() {
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.write(run, lock);
    }
  }

  private static FinishedRun.Found attack() {
    return finished.cell(AttackCell.class);
  }

  /** A test image as the data set gives it. */
  private static float[] original(int sample) {
    PluginRegistry registry = PluginRegistry.fromClassPath();
    Plugin plugin = registry.find(PluginKind.DATASET, "mnist-10k");
    try (Dataset data =
        ((DatasetProvider) plugin.provider())
            .create(Parameters.of(plugin.descriptor(), Map.of()))) {
      float[] image = new float[28 * 28];
      data.test().read(new int[] {sample}, image, new int[1]);
      return image;
    }
  }

  /** Forges an attack's result after its images: their hash, and a norm where one is given. */
  private static void replace(String key, Double norm, int sample) {
    FolderStore store = new FolderStore(run);
    AttackCellResult r = store.get(key, AttackCellResult.class).orElseThrow();
    List<Double> norms = new ArrayList<>(r.norms());
    if (norm != null) {
      norms.set(sample, norm);
    }
    store.put(
        new AttackCellResult(
            key,
            r.predictions(),
            r.robust(),
            norms,
            r.agreement(),
            r.notFinite(),
            r.vanished(),
            r.attacked(),
            r.forward(),
            r.backward(),
            Sha256.of(run.adversarials(key)),
            r.seconds(),
            r.modelSeconds(),
            r.microBatch(),
            r.aim(),
            r.foundBy()));
  }

  @Test
  void a_run_as_it_was_computed_passes() {
    assertThat(audit()).as(out()).isZero();
    assertThat(out())
        .contains("audit passed: ", "11 results", "kept images; no model was asked")
        .contains("verified: hashes and files, ")
        .contains("not verified: that the stored models give these predictions and outcomes");
    assertThat(err()).isEmpty();
  }

  @Test
  void the_stored_weights_say_of_the_kept_images_what_the_results_tell() {
    int broken = KeptImages.read(run.adversarials(attack().key())).size();
    assertThat(call("audit", run.root())).as(out() + err()).isZero();
    assertThat(out())
        .containsPattern("mnist-10k +linf 0.1 +standard +" + broken + " +" + broken + " +\\d+")
        .contains("verified: hashes, files and reports; 20 clean predictions of 1 model, every one")
        .doesNotContain("no model was asked");
  }

  @Test
  void an_image_that_does_not_fool_the_model_is_found_though_all_is_sealed() throws IOException {
    FinishedRun.Found cell = attack();
    String key = cell.key();
    SortedMap<Integer, float[]> images = new TreeMap<>(KeptImages.read(run.adversarials(key)));
    int sample = images.firstKey();
    images.put(sample, original(sample));
    KeptImagesWriter.write(run.adversarials(key), images);
    replace(key, 0.0, sample);
    sealAgain();
    assertThat(call("audit", run.root())).as(out() + err()).isEqualTo(1);
    assertThat(out())
        .contains("is not classified as its result says, at 1 sample: [" + sample + "]");
  }

  @Test
  void every_file_of_a_run_is_known_by_its_name() {
    assertThat(RunFiles.list(run).keySet())
        .isNotEmpty()
        .noneMatch(name -> RunFiles.kind(name) == RunFiles.Kind.FOREIGN);
  }

  @Test
  void every_flipped_byte_is_found_and_its_file_named() throws IOException {
    Random random = new Random(SEED);
    List<Path> files = original.keySet().stream().filter(f -> original.get(f).length > 0).toList();
    assertThat(files).hasSizeGreaterThan(9);
    for (int i = 0; i < FLIPS; i++) {
      // every file has its turn, whatever its size
      Path file = files.get(i % files.size());
      byte[] bytes = original.get(file).clone();
      int place = random.nextInt(bytes.length);
      bytes[place] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, bytes);
      String name = RunFiles.name(run, file);
      assertThat(findings())
          .as("byte %d of %s", place, name)
          .anyMatch(f -> f.file().equals(name) && f.what().startsWith("was changed"));
      if (i < files.size()) {
        // the command draws the reports again: as often as there are files is enough of it
        assertThat(audit()).as("byte %d of %s", place, name).isEqualTo(1);
        assertThat(out().lines()).anyMatch(line -> line.startsWith(name + " was changed"));
      }
      Files.write(file, original.get(file));
    }
    assertThat(audit()).isZero();
  }

  /** What the audit's first step finds, which compares every file with its hashes. */
  private static List<Finding> findings() {
    RunAudit audit = new RunAudit(run);
    try (RunLock lock = RunLock.acquireToRead(run)) {
      audit.checkFiles(lock);
    }
    return audit.report().findings();
  }

  @Test
  void a_file_changed_before_a_run_that_computes_nothing_is_found_after_it() throws IOException {
    Files.writeString(run.logs().resolve("worker-1.log"), "nothing was wrong");
    assertThat(call("run", shared.resolve("grid.yaml"), "--out", run.root())).isZero();
    assertThat(err()).contains("0 cells computed");
    assertThat(audit()).isEqualTo(1);
    assertThat(out()).contains("logs/worker-1.log was changed after the folder was sealed");
    Files.delete(run.seal());
    assertThat(call("run", shared.resolve("grid.yaml"), "--out", run.root())).isZero();
    assertThat(audit()).as("sealed again, as the remedy says: %s", out()).isZero();
  }

  @Test
  void a_table_of_kernels_that_an_older_version_left_is_no_file_of_a_run() throws IOException {
    Files.writeString(run.root().resolve("kernels.json"), "{}");
    assertThat(audit()).isEqualTo(1);
    assertThat(out())
        .contains("kernels.json does not belong to a run", "move it out of the folder");
  }

  @Test
  void a_damaged_seal_is_reported_by_the_run_that_renews_it() throws IOException {
    Files.writeString(run.seal(), "{");
    assertThat(call("run", shared.resolve("grid.yaml"), "--out", run.root())).isZero();
    assertThat(err())
        .contains("seal.json was changed after it was written", "sealed again as it is");
  }

  @Test
  void a_run_that_computes_nothing_leaves_what_an_audit_passes() {
    assertThat(call("run", shared.resolve("grid.yaml"), "--out", run.root())).isZero();
    assertThat(audit()).as(out()).isZero();
  }

  @Test
  void a_run_that_computes_what_was_lost_seals_it() throws IOException {
    Files.delete(run.cell(attack().key()));
    assertThat(call("run", shared.resolve("grid.yaml"), "--out", run.root())).isZero();
    assertThat(audit()).as(out()).isZero();
  }

  @Test
  void what_is_missing_added_or_foreign_is_named() throws IOException {
    Path log = run.logs().resolve("worker-1.log");
    Files.delete(log);
    Files.writeString(run.root().resolve("notes.txt"), "mine");
    Files.copy(run.cell(attack().key()), run.cell("0".repeat(64)));
    assertThat(audit()).isEqualTo(1);
    assertThat(out())
        .contains("logs/worker-1.log is missing")
        .contains("notes.txt does not belong to a run", "move it out of the folder")
        .contains("cells/" + "0".repeat(64) + ".json was added after the folder was sealed");
  }

  @Test
  void a_report_that_its_results_do_not_give_is_found_though_it_is_sealed() throws IOException {
    Path json = run.root().resolve("leaderboard.json");
    Files.writeString(
        json, Files.readString(json).replaceAll("\"low\" : 0\\.\\d", "\"low\" : 0.9"));
    sealAgain();
    assertThat(audit()).isEqualTo(1);
    assertThat(out())
        .contains(
            "leaderboard.json differs from the report of the results in the folder: boards[0].rows[0]")
        .contains("low: in the file 0.9")
        .contains("'robustgrid report' draws it again");
    assertThat(call("report", run.root())).isZero();
    assertThat(audit()).isZero();
  }

  @Test
  void an_image_outside_the_ball_is_found_though_all_is_sealed() {
    String key = attack().key();
    SortedMap<Integer, float[]> images = new TreeMap<>(KeptImages.read(run.adversarials(key)));
    float[] image = images.get(images.firstKey());
    image[0] = image[0] > 0.5f ? image[0] - 0.2f : image[0] + 0.2f;
    KeptImagesWriter.write(run.adversarials(key), images);
    replace(key, null, images.firstKey());
    sealAgain();
    assertThat(audit()).isEqualTo(1);
    assertThat(out())
        .contains("adversarials/" + key + ".npz")
        .contains("the adversarial of sample " + images.firstKey() + " left the ball");
  }

  @Test
  void outcome_bits_that_contradict_the_predictions_are_found() throws IOException {
    String key = attack().key();
    FolderStore store = new FolderStore(run);
    AttackCellResult r = store.get(key, AttackCellResult.class).orElseThrow();
    store.put(
        new AttackCellResult(
            key,
            r.predictions(),
            Bits.of(r.robust().length(), i -> true),
            r.norms(),
            r.agreement(),
            r.notFinite(),
            r.vanished(),
            r.attacked(),
            r.forward(),
            r.backward(),
            r.adversarialsHash(),
            r.seconds(),
            r.modelSeconds(),
            r.microBatch(),
            r.aim(),
            r.foundBy()));
    sealAgain();
    assertThat(audit()).isEqualTo(1);
    assertThat(out()).contains("cells/" + key + ".json contradicts itself: sample ");
  }

  @Test
  void a_run_that_has_not_ended_is_incomplete() throws IOException {
    Files.delete(run.seal());
    Files.delete(run.cell(attack().key()));
    Files.delete(run.adversarials(attack().key()));
    call("report", run.root());
    assertThat(audit()).as(out()).isEqualTo(3);
    assertThat(out()).contains("missing: fgsm at linf 0.1 on mnist-10k/standard");
    assertThat(err()).contains("not sealed, because it has not ended");
  }

  @Test
  void a_seal_that_was_taken_away_is_missed() throws IOException {
    Files.delete(run.seal());
    assertThat(audit()).isEqualTo(1);
    assertThat(out()).contains("seal.json is missing", "run the grid into this folder again");
  }

  @Test
  void without_a_seal_a_result_is_known_by_its_own() throws IOException {
    Path cell = run.cell(attack().key());
    Files.delete(run.seal());
    Files.writeString(cell, Files.readString(cell).replace("\"vanished\":0", "\"vanished\":1"));
    assertThat(audit()).isEqualTo(1);
    assertThat(out().lines())
        .anyMatch(line -> line.startsWith(RunFiles.name(run, cell) + " was changed after it"));
  }

  @Test
  void evidence_about_samples_that_were_not_queried_is_named() throws IOException {
    FinishedRun.Found found = finished.cell(AnalysisCell.class);
    String id = ((AnalysisCell) found.cell()).analysis().plugin().id();
    String key = found.key();
    Path cell = run.cell(key);
    FolderStore store = new FolderStore(run);
    AnalysisCellResult result = store.get(key, AnalysisCellResult.class).orElseThrow();
    Files.delete(run.seal());
    store.put(
        new AnalysisCellResult(
            result.key(),
            result.content(),
            List.of(
                new BoardEvidence(
                    null, new CheckEvidence(id, "zero", null, 20, List.of(3, 400), null))),
            "",
            result.forward(),
            result.backward(),
            result.seconds(),
            result.modelSeconds(),
            null,
            null));
    assertThat(audit()).isEqualTo(1);
    assertThat(out().lines())
        .anyMatch(
            line ->
                line.startsWith(
                    RunFiles.name(run, cell)
                        + " names sample 400 out of order or beyond the first 20"));
  }

  @Test
  void a_run_is_the_same_by_a_link_to_its_folder() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), run.root());
    Files.delete(run.seal());
    assertThat(call("run", shared.resolve("grid.yaml"), "--out", link)).as(err()).isZero();
    assertThat(err()).contains("0 cells computed");
    assertThat(call("report", link)).isZero();
    assertThat(call("audit", link, "--fast")).as(out()).isZero();
    assertThat(call("audit", link.resolve("models/.."), "--fast")).as(out()).isZero();
    assertThat(audit()).as(out()).isZero();
    assertThat(call("gc", link)).isZero();
    assertThat(out()).contains("nothing to remove");
    assertThat(call("replay", link.resolve("run.json"))).isZero();
    assertThat(call("gate", "--baseline", link, "--candidate", run.root())).as(out()).isZero();
    assertThat(call("merge", link, "--out", folder.resolve("whole"))).as(err()).isZero();
    assertThat(call("audit", folder.resolve("whole"), "--fast")).as(out()).isZero();
    assertThat(call("merge", link, "--out", run.root())).isEqualTo(2);
    assertThat(err()).contains("nothing to merge");
  }

  @Test
  void a_folder_without_a_run_is_the_users_error() {
    assertThat(call("audit", folder)).isEqualTo(2);
    assertThat(err()).contains(folder + " holds no run: there is no run.json");
    assertThat(call("audit", folder.resolve("none"))).isEqualTo(2);
    assertThat(err()).contains("there is no folder");
  }
}
