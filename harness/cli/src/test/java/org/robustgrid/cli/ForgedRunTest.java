package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.audit.SampleChoice;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;

/**
 * Results that were forged with everything that vouches for them: hashes, images, reports, the
 * seal.
 */
@Tag("process")
class ForgedRunTest {

  private static final double SHARE = 0.02;

  @TempDir static Path shared;
  private static FinishedRun finished;
  private static RunFolder run;
  private static FinishedRun.Found attack;

  private final SortedMap<Path, byte[]> original = new TreeMap<>();

  @BeforeAll
  static void runOnce() throws IOException {
    finished =
        new FinishedRun(shared, "attacks: [{id: pgd, parameters: {steps: 5}}]\nchecks: none\n");
    run = finished.folder();
    attack = finished.cell(AttackCell.class);
  }

  @BeforeEach
  void remember() throws IOException {
    for (Path file : RunFiles.list(run).values()) {
      original.put(file, Files.readAllBytes(file));
    }
  }

  @AfterEach
  void restore() throws IOException {
    for (Path file : original.keySet()) {
      Files.write(file, original.get(file));
    }
  }

  private static int audit(Object... options) {
    List<Object> all = new ArrayList<>(List.of("audit", run.root()));
    all.addAll(List.of(options));
    return finished.call(all.toArray());
  }

  private static int label(int sample) {
    return RunManifest.read(run)
        .plan()
        .dataset(attack.cell().model().dataset())
        .labels()
        .get(sample);
  }

  private static AttackCellResult result() {
    return new FolderStore(run).get(attack.key(), AttackCellResult.class).orElseThrow();
  }

  private static void put(
      List<Integer> predictions, Bits robust, List<Double> norms, int attacked, String images) {
    AttackCellResult r = result();
    new FolderStore(run)
        .put(
            new AttackCellResult(
                r.key(),
                predictions,
                robust,
                norms,
                r.agreement(),
                r.notFinite(),
                r.vanished(),
                attacked,
                r.forward(),
                r.backward(),
                images,
                r.seconds(),
                r.modelSeconds(),
                r.microBatch(),
                r.aim(),
                r.foundBy()));
  }

  private static Bits with(Bits bits, int sample, boolean right) {
    return Bits.of(bits.length(), i -> i == sample ? right : bits.get(i));
  }

  private static <T> List<T> with(List<T> values, int sample, T value) {
    List<T> changed = new ArrayList<>(values);
    changed.set(sample, value);
    return changed;
  }

  /** Draws the reports from what was forged, and seals the folder. */
  private static void conclude() throws IOException {
    Files.delete(run.seal());
    finished.call("report", run.root());
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.write(run, lock);
    }
    assertThat(audit("--fast")).as("nothing but the model can tell: %s", finished.out()).isZero();
  }

  /** Has a sample survive that fell. */
  private static int hideAFall() throws IOException {
    SortedMap<Integer, float[]> images =
        new TreeMap<>(KeptImages.read(run.adversarials(attack.key())));
    int sample = images.firstKey();
    images.remove(sample);
    KeptImagesWriter.write(run.adversarials(attack.key()), images);
    AttackCellResult r = result();
    put(
        with(r.predictions(), sample, label(sample)),
        with(r.robust(), sample, true),
        r.norms(),
        r.attacked(),
        Sha256.of(run.adversarials(attack.key())));
    conclude();
    return sample;
  }

  /** Attacked samples that no image is kept of. */
  private static List<Integer> withoutImage() {
    Bits clean =
        new FolderStore(run).get(attack.cleanKey(), CleanResult.class).orElseThrow().correct();
    SortedMap<Integer, float[]> images = KeptImages.read(run.adversarials(attack.key()));
    return clean.right().filter(i -> !images.containsKey(i)).boxed().toList();
  }

  @Test
  void every_attack_run_again_on_every_sample_finds_nothing_in_a_run_as_it_was() {
    int samples = withoutImage().size();
    assertThat(samples).isGreaterThan(3);
    assertThat(audit("--rerun", "100")).as(finished.out() + finished.err()).isZero();
    assertThat(finished.out())
        .contains(samples + " of " + samples + " attacked samples without a kept image")
        .contains("not verified: that 1 training left these weights");
  }

  @Test
  void a_hidden_fall_is_found_where_every_sample_is_attacked_again() throws IOException {
    int sample = hideAFall();
    assertThat(audit("--rerun", "100")).as(finished.out()).isEqualTo(1);
    assertThat(finished.out())
        .contains("cells/" + attack.key() + ".json differs from what the attack finds")
        .contains("at 1 sample: [" + sample + "]");
  }

  @Test
  void a_hidden_fall_is_found_by_a_share_that_holds_it_and_by_no_other() throws IOException {
    int sample = hideAFall();
    List<Integer> open = withoutImage();
    assertThat(open).contains(sample).hasSizeGreaterThan(SampleChoice.LEAST);
    long with = seed(open, sample, true);
    long without = seed(open, sample, false);
    assertThat(audit("--seed", with)).as(finished.out()).isEqualTo(1);
    assertThat(finished.out()).contains("seed " + with, "at 1 sample: [" + sample + "]");
    assertThat(audit("--seed", without)).as(finished.out()).isZero();
    assertThat(finished.out())
        .contains("seed " + without, "3 of " + open.size() + " attacked samples")
        .contains("not verified: " + (open.size() - 3) + " attacked sample");
  }

  private static long seed(List<Integer> open, int sample, boolean chosen) {
    return IntStream.range(0, 1000)
        .filter(
            seed -> new SampleChoice(SHARE, seed).of(attack.key(), open).contains(sample) == chosen)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_forged_clean_prediction_is_always_found() throws IOException {
    int sample = withoutImage().get(0);
    int wrong = (label(sample) + 1) % 10;
    FolderStore store = new FolderStore(run);
    CleanResult clean = store.get(attack.cleanKey(), CleanResult.class).orElseThrow();
    store.put(
        new CleanResult(
            clean.key(),
            with(clean.predictions(), sample, wrong),
            with(clean.correct(), sample, false),
            clean.agreement(),
            clean.notFinite(),
            clean.seconds()));
    AttackCellResult r = result();
    put(
        with(r.predictions(), sample, wrong),
        with(r.robust(), sample, false),
        with(r.norms(), sample, 0.0),
        r.attacked() - 1,
        r.adversarialsHash());
    conclude();
    assertThat(audit()).as(finished.out()).isEqualTo(1);
    assertThat(finished.out())
        .contains(
            "cells/" + clean.key() + ".json differs from the predictions of the stored weights")
        .contains("at 1 sample: [" + sample + "]");
  }

  @Test
  void a_share_that_is_none_is_the_users_error() {
    assertThat(audit("--rerun", "200")).isEqualTo(2);
    assertThat(finished.err()).contains("--rerun: expected a percentage from 0 to 100");
    assertThat(audit("--rerun", "some")).isEqualTo(2);
    assertThat(finished.err()).contains("found 'some'");
  }
}
