package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.folder.Claims;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;

/** Claims about one small run, whose only attack is random and breaks next to nothing. */
@Tag("process")
class ClaimCommandTest {

  @TempDir static Path shared;
  private static FinishedRun finished;
  private static RunFolder run;

  /** Images by which a single gradient step breaks the same model, from a run of their own. */
  private static SortedMap<Integer, float[]> images;

  private static Row before;
  private static String said;

  @BeforeAll
  static void runAndClaim() throws IOException {
    Path strong = Files.createDirectory(shared.resolve("strong"));
    FinishedRun other = new FinishedRun(strong);
    FinishedRun.Found attack = other.cell(AttackCell.class);
    images = KeptImages.read(other.folder().adversarials(attack.key()));
    Path weak = Files.createDirectory(shared.resolve("weak"));
    finished =
        new FinishedRun(weak, "attacks: [{id: square, parameters: {queries: 1}}]\nchecks: none\n");
    run = finished.folder();
    before = row();
    assertThat(images).isNotEmpty();
    assertThat(claim(file("mine.npz", images))).as(finished.err()).isZero();
    said = finished.out();
  }

  private static Path file(String name, SortedMap<Integer, float[]> of) {
    Path file = shared.resolve(name);
    KeptImagesWriter.write(file, of);
    return file;
  }

  /** The images, changed. */
  private static SortedMap<Integer, float[]> changed(Consumer<SortedMap<Integer, float[]>> how) {
    SortedMap<Integer, float[]> copy = new TreeMap<>();
    images.forEach((sample, image) -> copy.put(sample, image.clone()));
    how.accept(copy);
    return copy;
  }

  private static int claim(Path file) {
    return finished.call("claim", run.root(), "standard", file, "--by", "A. Referee");
  }

  private static void refused(SortedMap<Integer, float[]> of, String... words) {
    var before = RunFiles.list(run).keySet();
    assertThat(claim(file("refused.npz", of))).as(finished.out()).isEqualTo(2);
    assertThat(finished.err()).contains(words);
    assertThat(RunFiles.list(run).keySet()).isEqualTo(before);
  }

  private static Row row() {
    return LeaderboardFile.read(run.root()).boards().get(0).rows().get(0);
  }

  @Test
  void images_are_judged_and_become_a_column_of_their_own() {
    assertThat(said).contains(images.size() + " of " + images.size() + " images break samples");
    Leaderboard leaderboard = LeaderboardFile.read(run.root());
    Row row = row();
    SeedResult seed = row.perSeed().get(0);
    assertThat(row.worst()).isEqualTo(before.worst());
    assertThat(row.attacks()).isEqualTo(before.attacks());
    assertThat(row.flags()).isEqualTo(before.flags());
    assertThat(seed.columns().get("claims").bits())
        .isEqualTo(Bits.of(20, i -> seed.worst().get(i) && !images.containsKey(i)));
    assertThat(row.columns().get("claims").rate()).isLessThan(row.worst().rate());
    assertThat(leaderboard.provenance().claims())
        .singleElement()
        .satisfies(
            claim -> {
              assertThat(claim.by()).isEqualTo("A. Referee");
              assertThat(claim.images()).hasSize(64);
              assertThat(claim.claimed()).isEqualTo(images.size());
              assertThat(claim.broken()).isEqualTo(images.size());
            });
  }

  @Test
  void the_same_images_are_claimed_once() {
    assertThat(claim(file("again.npz", images))).isEqualTo(2);
    assertThat(finished.err()).contains("claimed already, by A. Referee");
    assertThat(Claims.of(run).claims()).hasSize(1);
  }

  @Test
  void a_claim_is_audited_and_computed_again() {
    assertThat(finished.call("audit", run.root(), "--rerun", "0")).as(finished.out()).isZero();
    String key = finished.cell(ClaimCell.class).key();
    assertThat(finished.call("replay", run.root(), key)).as(finished.out()).isZero();
  }

  @Test
  void a_claim_that_was_forged_with_its_seals_is_found() throws IOException {
    SortedMap<Path, byte[]> original = new TreeMap<>();
    for (Path file : RunFiles.list(run).values()) {
      original.put(file, Files.readAllBytes(file));
    }
    String key = finished.cell(ClaimCell.class).key();
    FolderStore store = new FolderStore(run);
    ClaimResult result = store.get(key, ClaimResult.class).orElseThrow();
    int sample = images.firstKey();
    int label = RunManifest.read(run).plan().dataset("mnist-10k").labels().get(sample);
    List<Integer> predictions = new ArrayList<>(result.predictions());
    predictions.set(sample, label);
    store.put(
        new ClaimResult(
            key,
            result.images(),
            Bits.of(20, i -> i == sample || result.robust().get(i)),
            predictions,
            result.norms(),
            result.imagesHash(),
            result.seconds(),
            result.modelSeconds(),
            result.microBatch(),
            null,
            null));
    Files.delete(run.seal());
    finished.call("report", run.root());
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.write(run, lock);
    }
    assertThat(finished.call("audit", run.root(), "--fast")).as(finished.out()).isZero();
    assertThat(finished.call("audit", run.root(), "--rerun", "0")).isNotZero();
    assertThat(finished.out())
        .contains("differs from the model's predictions for the claimed images");
    for (Path file : original.keySet()) {
      Files.write(file, original.get(file));
    }
  }

  @Test
  void claims_and_images_that_were_changed_are_found_by_their_hashes() throws IOException {
    Path images = run.claimedImages(Claims.of(run).claims().get(0).imagesHash());
    for (Path file : List.of(run.claims(), images)) {
      byte[] bytes = Files.readAllBytes(file);
      byte[] changed = bytes.clone();
      changed[bytes.length / 2] ^= 1;
      Files.write(file, changed);
      assertThat(finished.call("audit", run.root(), "--fast")).as(file.toString()).isNotZero();
      assertThat(finished.out()).contains(RunFiles.name(run, file));
      Files.write(file, bytes);
    }
  }

  @Test
  void images_out_of_the_ball_by_a_hundred_thousandth_are_refused() {
    refused(
        // the corner of a digit's picture is black
        changed(all -> all.get(all.firstKey())[0] = 0.10001f),
        "is refused, and nothing was changed",
        "left the ball");
  }

  @Test
  void images_that_are_not_finite_or_not_of_the_domain_are_refused() {
    refused(changed(all -> all.get(all.firstKey())[3] = Float.NaN), "has the value NaN");
    refused(changed(all -> all.get(all.firstKey())[3] = -0.05f), "outside the domain");
  }

  @Test
  void images_of_other_samples_are_refused() {
    refused(
        changed(
            all -> {
              List<Integer> samples = List.copyOf(all.keySet());
              for (int i = 0; i < samples.size(); i++) {
                all.put(samples.get(i), images.get(samples.get((i + 1) % samples.size())));
              }
            }),
        "left the ball",
        "each with the index of its original");
    refused(
        changed(all -> all.put(20, all.get(all.firstKey()))), "sample 20 is not one of the row's");
  }

  @Test
  void images_of_another_data_set_are_refused() {
    refused(changed(all -> all.replaceAll((sample, image) -> new float[12])), "has 12 values");
  }

  @Test
  void what_is_named_wrongly_is_reported_with_what_there_is() {
    Path file = file("named.npz", images);
    assertThat(finished.call("claim", run.root(), "trades", file, "--by", "me")).isEqualTo(2);
    assertThat(finished.err()).contains("no row 'trades'", "[standard]");
    assertThat(
            finished.call("claim", run.root(), "standard", file, "--by", "me", "--under", "l2 0.5"))
        .isEqualTo(2);
    assertThat(finished.err()).contains("name it with --under", "'linf 0.1'");
    assertThat(finished.call("claim", run.root(), "standard", file, "--by", " ")).isEqualTo(2);
    assertThat(finished.err()).contains("--by: expected a name");
    assertThat(
            finished.call(
                "claim", run.root(), "standard", shared.resolve("none.npz"), "--by", "me"))
        .isEqualTo(2);
    assertThat(finished.err()).contains("there is no file");
  }
}
