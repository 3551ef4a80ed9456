package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CertificationResult;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.merge.RunMerge;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plugins.CertifyingProvider;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** A run with rows that certify well, badly and not at all. */
@Tag("process")
class CertificationTest {

  private static final int SAMPLES = 30;

  private static final String CERTIFIED =
      Grids.SMALL
              .replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "")
              .replace("  - {id: step, label: step-3, parameters: {steps: 3}}\n", "")
              .replace("  - plain\n", "  - plain\n  - certifying\n")
          + "certification: {radii: [0.05, 0.25], samples: 30}\n";

  private static final String FAILING =
      CERTIFIED.replace(
              "  - certifying\n",
              """
                - {id: certifying, label: throws, parameters: {behaviour: throws}}
                - {id: certifying, label: too-few, parameters: {behaviour: too-few}}
                - {id: certifying, label: no-radius, parameters: {behaviour: no-radius}}
                - {id: certifying, label: hangs, parameters: {behaviour: hangs}}
              """)
          + "limits: {cell-minutes: 0.1}\n";

  @TempDir static Path shared;
  private static Path run;
  private static RunOutcome outcome;

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() {
    run = shared.resolve("run");
    outcome = Runs.run(CERTIFIED, run);
  }

  private static Row row(Path root, int board, String label) {
    return Runs.leaderboard(root).boards().get(board).rows().stream()
        .filter(r -> r.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static SeedResult seed() {
    return row(run, 0, "certifying").perSeed().get(0);
  }

  private static CertificationResult result() {
    return new FolderStore(new RunFolder(run))
        .get(seed().certification().key(), CertificationResult.class)
        .orElseThrow();
  }

  @Test
  void computes_as_many_cells_as_the_plan_lists() {
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.computed()).isEqualTo(Cells.planned(Grids.plan(CERTIFIED)).size());
  }

  @Test
  void counts_a_sample_whose_decision_is_right_and_whose_radius_is_large_enough() {
    Bits clean = seed().clean();
    assertThat(seed().certified())
        .containsEntry(
            "0.05", Bits.of(SAMPLES, i -> clean.get(i) && i % 10 != 0 && i / 100.0 >= 0.05));
    assertThat(seed().certified().get("0.25").length()).isEqualTo(SAMPLES);
    assertThat(seed().certified().get("0.25").get(0)).isFalse();
  }

  @Test
  void shows_the_rate_with_its_interval_over_the_certified_samples() {
    Row row = row(run, 0, "certifying");
    int right = seed().certified().get("0.05").count();
    Interval interval = Intervals.wilson(right, SAMPLES, Intervals.CONFIDENCE);
    assertThat(row.certifiedSamples()).isEqualTo(SAMPLES);
    assertThat(row.certified().get("0.05").rate()).isEqualTo(right / 30.0);
    assertThat(row.certified().get("0.05").low()).isEqualTo(interval.low());
    assertThat(row.certified().get("0.05").high()).isEqualTo(interval.high());
  }

  @Test
  void shows_the_same_on_every_board() {
    assertThat(row(run, 1, "certifying").certified())
        .isEqualTo(row(run, 0, "certifying").certified());
  }

  @Test
  void shows_nothing_where_a_row_issues_no_certificates() {
    assertThat(row(run, 0, "plain").certified()).isNull();
    assertThat(row(run, 0, "plain").certifiedSamples()).isNull();
    assertThat(row(run, 0, "plain").perSeed().get(0).certification()).isNull();
  }

  @Test
  void asks_for_each_sample_under_a_key_of_its_own() {
    RandomKey key = RandomKey.of(0).with("certify");
    List<Long> expected = new ArrayList<>();
    for (long sample = 0; sample < SAMPLES; sample++) {
      expected.add(CertifyingProvider.draws(new Query(new long[] {sample}, key), 0));
    }
    assertThat(result().draws()).containsExactlyElementsOf(expected);
  }

  @Test
  void counts_passes_of_certificates() {
    assertThat(result().passes()).isEqualTo(SAMPLES);
    assertThat(seed().certification().passes().forward()).isEqualTo(1);
  }

  @Test
  void says_how_a_randomised_row_was_attacked_and_judged() {
    assertThat(row(run, 0, "certifying").flags())
        .filteredOn(f -> f.kind().equals("randomised"))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("expectation over 16 draws", "majority of 11 fresh judgements", "over draws");
    assertThat(row(run, 0, "plain").flags()).isEmpty();
  }

  @Test
  void shows_the_clean_agreement_over_draws() {
    Row row = row(run, 0, "certifying");
    // the classifier answers every draw alike
    assertThat(row.figures())
        .containsEntry("clean agreement over draws", row.clean().rate())
        .containsEntry("clean agreement over draws, spread", 0.0);
  }

  @Test
  void a_failed_certification_is_shown_as_failed_and_hides_nothing_else() {
    RunOutcome failing = Runs.run(FAILING, folder.resolve("failing"));
    assertThat(failing.failures()).hasSize(4);
    Map<String, String> messages =
        Map.of(
            "throws", "certification gone wrong",
            "too-few", "7 certificates for 8 samples",
            "no-radius", "the certificate of sample 1 has decision",
            "hangs", "exceeded its limit");
    messages.forEach(
        (label, message) -> {
          Row row = row(folder.resolve("failing"), 0, label);
          assertThat(row.worst()).as(label).isNotNull();
          assertThat(row.status()).isEqualTo(State.INCOMPLETE);
          assertThat(row.certified()).isNull();
          assertThat(row.perSeed().get(0).certification().status()).isEqualTo(State.FAILED);
          assertThat(row.flags())
              .filteredOn(f -> f.kind().equals("failed-certification"))
              .singleElement()
              .extracting(Flag::message)
              .asString()
              .contains(message);
        });
  }

  @Test
  void computes_only_missing_certificates() throws IOException {
    String before = Runs.withoutTiming(run);
    Files.delete(new RunFolder(run).cell(seed().certification().key()));
    assertThat(row(run, 0, "certifying").status()).isEqualTo(State.INCOMPLETE);
    assertThat(Runs.run(CERTIFIED, run).computed()).isEqualTo(1);
    assertThat(Runs.withoutTiming(run)).isEqualTo(before);
  }

  @Test
  void shards_unite_to_the_whole_run() {
    GridPlan plan = Grids.plan(CERTIFIED, folder);
    List<RunFolder> parts = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      Path part = folder.resolve("part" + i);
      Runs.run(plan, part, Runs.OPTIONS.withShard(new RunOptions.Shard(i, 2)));
      parts.add(new RunFolder(part));
    }
    RunFolder merged = new RunFolder(folder.resolve("merged"));
    RunMerge.merge(parts, merged, note -> {});
    assertThat(Runs.withoutTiming(merged.root())).isEqualTo(Runs.withoutTiming(run));
  }
}
