package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.folder.Claims;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunSeal;

/** Claims about a row that votes under noise. */
@Tag("process")
class RandomisedClaimTest {

  private static final String AGAIN = Column.resubmissions(8);
  private static final String SMOOTHED =
      "[{id: randomized-smoothing, label: smoothed, draws: 4, judgements: 5, resubmissions: 8,"
          + " parameters: {prediction-draws: 20}}]";
  private static final String WEAK =
      "attacks: [{id: square, parameters: {queries: 1}}]\nchecks: none\n";

  @TempDir static Path shared;
  private static FinishedRun finished;

  /** The run before its first claim. */
  private static FinishedRun unclaimed;

  private static RunFolder run;
  private static SortedMap<Integer, float[]> images;
  private static Row before;
  private static String said;

  @BeforeAll
  static void runAndClaim() throws IOException {
    Path strong = Files.createDirectory(shared.resolve("strong"));
    FinishedRun other = FinishedRun.ofDefenses(strong, SMOOTHED, "attacks: [fgsm]\nchecks: none\n");
    images = KeptImages.read(other.folder().adversarials(other.cell(AttackCell.class).key()));
    Path weak = Files.createDirectory(shared.resolve("weak"));
    finished = FinishedRun.ofDefenses(weak, SMOOTHED, WEAK, "--keep", "all");
    unclaimed = finished.copy(Files.createDirectory(shared.resolve("unclaimed")));
    run = finished.folder();
    before = row(run);
    assertThat(images).isNotEmpty();
    assertThat(claim(file("mine.npz", images))).as(finished.err()).isZero();
    said = finished.out();
  }

  private static Path file(String name, SortedMap<Integer, float[]> of) {
    Path file = shared.resolve(name);
    KeptImagesWriter.write(file, of);
    return file;
  }

  private static int claim(Path file) {
    return finished.call("claim", run.root(), "smoothed", file, "--by", "A. Referee");
  }

  private static Row row(RunFolder of) {
    return LeaderboardFile.read(of.root()).boards().get(0).rows().get(0);
  }

  private static Bits bits(SeedResult seed, String column) {
    return seed.columns().get(column).bits();
  }

  private static ClaimResult result() {
    return new FolderStore(run)
        .get(finished.cell(ClaimCell.class).key(), ClaimResult.class)
        .orElseThrow();
  }

  @Test
  void images_are_judged_by_the_majority_that_judges_attacks() {
    assertThat(said)
        .contains(
            images.size() + " of " + images.size() + " images break samples",
            "by the majority of 5 judgements");
    assertThat(result().judgements()).isEqualTo(5);
    Row row = row(run);
    SeedResult seed = row.perSeed().get(0);
    assertThat(row.worst()).isEqualTo(before.worst());
    assertThat(row.attacks()).isEqualTo(before.attacks());
    assertThat(bits(seed, AGAIN)).isEqualTo(bits(before.perSeed().get(0), AGAIN));
    assertThat(bits(seed, Column.CLAIMS))
        .isEqualTo(Bits.of(20, i -> seed.worst().get(i) && !images.containsKey(i)));
    assertThat(row.columns().get(Column.CLAIMS).rate()).isLessThan(row.worst().rate());
    assertThat(LeaderboardFile.read(run.root()).provenance().claims())
        .singleElement()
        .satisfies(claim -> assertThat(claim.judgements()).isEqualTo(5));
  }

  @Test
  void images_are_resubmitted_as_often_as_those_of_attacks() {
    SeedResult seed = row(run).perSeed().get(0);
    Bits resubmitted = result().resubmitted();
    assertThat(resubmitted.andNot(result().robust()).count()).isZero();
    assertThat(bits(seed, Column.claimsWith(AGAIN))).isEqualTo(bits(seed, AGAIN).and(resubmitted));
  }

  @Test
  void images_of_an_attack_get_the_verdicts_that_the_attack_got() throws IOException {
    FinishedRun noisy = unclaimed.copy(Files.createDirectory(shared.resolve("kept")));
    FinishedRun.Found attack = noisy.cell(AttackCell.class);
    Path file = noisy.folder().adversarials(attack.key());
    assertThat(noisy.call("claim", noisy.folder().root(), "smoothed", file, "--by", "me"))
        .as(noisy.err())
        .isZero();
    FolderStore store = new FolderStore(noisy.folder());
    AttackCellResult attacked = store.get(attack.key(), AttackCellResult.class).orElseThrow();
    ClaimResult claimed =
        store.get(noisy.cell(ClaimCell.class).key(), ClaimResult.class).orElseThrow();
    assertThat(claimed.predictions()).isEqualTo(attacked.predictions());
    assertThat(claimed.robust()).isEqualTo(attacked.robust());
    assertThat(claimed.resubmitted()).isEqualTo(attacked.resubmitted());
    assertThat(claimed.robust().andNot(claimed.resubmitted()).count()).isPositive();
  }

  @Test
  void the_same_images_are_claimed_once_and_get_the_same_answer_each_time() {
    ClaimResult first = result();
    assertThat(claim(file("again.npz", images))).isEqualTo(2);
    assertThat(finished.err()).contains("claimed already, by A. Referee");
    assertThat(Claims.of(run).claims()).hasSize(1);
    assertThat(result()).isEqualTo(first);
  }

  @Test
  void a_claim_without_a_sample_gets_the_same_answers_about_the_others() throws IOException {
    FinishedRun copy = unclaimed.copy(Files.createDirectory(shared.resolve("fewer")));
    SortedMap<Integer, float[]> fewer = new TreeMap<>(images);
    int left = fewer.firstKey();
    fewer.remove(left);
    Path file = file("fewer.npz", fewer);
    assertThat(copy.call("claim", copy.folder().root(), "smoothed", file, "--by", "B. Reader"))
        .as(copy.err())
        .isZero();
    ClaimResult one =
        new FolderStore(copy.folder())
            .get(copy.cell(ClaimCell.class).key(), ClaimResult.class)
            .orElseThrow();
    ClaimResult all = result();
    for (int sample : fewer.keySet()) {
      assertThat(one.predictions().get(sample)).isEqualTo(all.predictions().get(sample));
      assertThat(one.resubmitted().get(sample)).isEqualTo(all.resubmitted().get(sample));
    }
    assertThat(one.robust().get(left)).isTrue();
    // a merged run has both claims, and stands up to an audit
    Path whole = shared.resolve("whole");
    assertThat(copy.call("merge", run.root(), copy.folder().root(), "--out", whole))
        .as(copy.err())
        .isZero();
    assertThat(Claims.of(new RunFolder(whole)).claims()).hasSize(2);
    assertThat(row(new RunFolder(whole)).columns().get(Column.CLAIMS))
        .isEqualTo(row(run).columns().get(Column.CLAIMS));
    assertThat(copy.call("audit", whole, "--rerun", "0")).as(copy.out()).isZero();
  }

  @Test
  void images_out_of_the_ball_by_a_hundred_thousandth_are_refused() {
    SortedMap<Integer, float[]> out = new TreeMap<>();
    images.forEach((sample, image) -> out.put(sample, image.clone()));
    // the corner of a digit's picture is black
    out.get(out.firstKey())[0] = 0.10001f;
    var files = RunFiles.list(run).keySet();
    assertThat(claim(file("refused.npz", out))).isEqualTo(2);
    assertThat(finished.err()).contains("is refused, and nothing was changed", "left the ball");
    assertThat(RunFiles.list(run).keySet()).isEqualTo(files);
  }

  @Test
  void a_claim_is_audited_and_computed_again() {
    assertThat(finished.call("audit", run.root(), "--rerun", "0")).as(finished.out()).isZero();
    String key = finished.cell(ClaimCell.class).key();
    assertThat(finished.call("replay", run.root(), key)).as(finished.out()).isZero();
  }

  @Test
  void outcomes_that_were_forged_with_their_seals_are_found() throws IOException {
    SortedMap<Path, byte[]> original = new TreeMap<>();
    for (Path file : RunFiles.list(run).values()) {
      original.put(file, Files.readAllBytes(file));
    }
    ClaimResult right = result();
    forge(right, 50, right.resubmitted());
    forge(right, right.judgements(), Bits.of(20, i -> false));
    for (Path file : original.keySet()) {
      Files.write(file, original.get(file));
    }
  }

  private static void forge(ClaimResult of, Integer judgements, Bits resubmitted) {
    new FolderStore(run)
        .put(
            new ClaimResult(
                of.key(),
                of.images(),
                of.robust(),
                of.predictions(),
                of.norms(),
                of.imagesHash(),
                of.seconds(),
                of.modelSeconds(),
                of.microBatch(),
                judgements,
                resubmitted));
    try {
      Files.delete(run.seal());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    finished.call("report", run.root());
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.write(run, lock);
    }
    assertThat(finished.call("audit", run.root(), "--fast")).as(finished.out()).isZero();
    assertThat(finished.call("audit", run.root(), "--rerun", "0")).isNotZero();
    assertThat(finished.out())
        .contains("differs from the model's predictions for the claimed images");
  }
}
