package org.robustgrid.leaderboard.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.robustgrid.leaderboard.gate.RegressionTest.Evidence;
import org.robustgrid.leaderboard.gate.RegressionTest.Pair;
import org.robustgrid.leaderboard.statistics.Excess;

/**
 * Whether the gate cries wolf or sleeps, over synthetic pairs of runs whose truth is known. The
 * shares are left in {@code target/gate-simulation.txt}.
 */
@Tag("slow")
class GateSimulationTest {

  private static final Path FIGURES = Path.of("target", "gate-simulation.txt");
  private static final int RUNS = 1000;
  private static final int ROWS = 10;
  private static final double LEVEL = GatePolicy.DEFAULT.level();

  /** Standard deviation between trainings, in rate. */
  private static final double SPREAD = 0.015;

  private final RegressionTest test = new RegressionTest(GatePolicy.DEFAULT);
  private String name;

  @BeforeEach
  void name(TestInfo info) {
    name = info.getTestMethod().orElseThrow().getName().replace('_', ' ');
  }

  @BeforeAll
  static void begin() throws IOException {
    Files.deleteIfExists(FIGURES);
  }

  private double share(int count, int runs) {
    double share = count / (double) runs;
    try {
      Files.writeString(
          FIGURES,
          String.format(Locale.ROOT, "%.4f of %d runs: %s%n", share, runs, name),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return share;
  }

  /** Share of runs in which the gate fails. */
  private double failing(int runs, Supplier<List<Pair>> run) {
    int failed = 0;
    for (int i = 0; i < runs; i++) {
      boolean any = test.decide(run.get()).stream().anyMatch(d -> d.status() == Status.FAILED);
      failed += any ? 1 : 0;
    }
    return share(failed, runs);
  }

  /** Share of runs in which the gate fails the first row. */
  private double naming(Supplier<List<Pair>> run) {
    int named = 0;
    for (int i = 0; i < RUNS; i++) {
      List<Decision> decisions = test.decide(run.get());
      named += decisions.get(0).status() == Status.FAILED ? 1 : 0;
    }
    return share(named, RUNS);
  }

  private static List<Pair> oneWorse(Pair worse, Supplier<Pair> equal) {
    List<Pair> rows = new ArrayList<>(List.of(worse));
    rows.addAll(SyntheticRuns.rows(ROWS - 1, equal));
    return rows;
  }

  @Test
  void equal_results_of_the_same_weights_fail_at_most_at_the_level() {
    SyntheticRuns runs = new SyntheticRuns(1);
    assertThat(
            failing(
                2 * RUNS, () -> SyntheticRuns.rows(ROWS, () -> runs.sameWeights(1000, 0.04, 0.04))))
        .isLessThanOrEqualTo(LEVEL);
  }

  @Test
  void one_row_of_the_same_weights_fails_at_most_at_the_level() {
    SyntheticRuns runs = new SyntheticRuns(2);
    assertThat(failing(4 * RUNS, () -> List.of(runs.sameWeights(1000, 0.04, 0.04))))
        .isLessThanOrEqualTo(LEVEL);
  }

  @Test
  void equal_defenses_trained_again_fail_at_most_at_the_level() {
    SyntheticRuns runs = new SyntheticRuns(3);
    assertThat(
            failing(RUNS, () -> SyntheticRuns.rows(ROWS, () -> runs.retrained(300, 5, SPREAD, 0))))
        .isLessThanOrEqualTo(LEVEL);
  }

  @Test
  void a_run_of_both_kinds_fails_at_most_at_the_level() {
    SyntheticRuns runs = new SyntheticRuns(4);
    assertThat(
            failing(
                RUNS,
                () -> {
                  List<Pair> rows = SyntheticRuns.rows(5, () -> runs.sameWeights(300, 0.04, 0.04));
                  rows.addAll(SyntheticRuns.rows(5, () -> runs.retrained(300, 6, SPREAD, 0)));
                  return rows;
                }))
        .isLessThanOrEqualTo(LEVEL);
  }

  /** The simulation notices a gate that cries wolf: it is one when it takes models for defenses. */
  @Test
  void a_gate_blind_to_seeds_would_fail_equal_defenses_far_above_the_level() {
    SyntheticRuns runs = new SyntheticRuns(5);
    assertThat(
            failing(
                RUNS,
                () -> SyntheticRuns.rows(ROWS, () -> runs.mistakenForSameWeights(1000, SPREAD))))
        .isGreaterThan(2 * LEVEL);
  }

  /** The simulation notices a family that is not corrected. */
  @Test
  void rows_judged_one_by_one_would_fail_equal_runs_far_above_the_level() {
    SyntheticRuns runs = new SyntheticRuns(6);
    int failed = 0;
    for (int i = 0; i < RUNS; i++) {
      boolean any = false;
      for (int row = 0; row < ROWS; row++) {
        Decision decision = test.decide(List.of(runs.sameWeights(1000, 0.04, 0.04))).get(0);
        any |= decision.status() == Status.FAILED;
      }
      failed += any ? 1 : 0;
    }
    assertThat(share(failed, RUNS)).isGreaterThan(4 * LEVEL);
  }

  @Test
  void a_drop_of_three_points_on_a_thousand_samples_is_found_in_nine_runs_of_ten() {
    SyntheticRuns runs = new SyntheticRuns(7);
    assertThat(failing(RUNS, () -> List.of(runs.sameWeights(1000, 0.055, 0.025))))
        .isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void the_same_drop_in_one_row_of_ten_is_found_by_its_name_in_most_runs() {
    SyntheticRuns runs = new SyntheticRuns(8);
    assertThat(
            naming(
                () ->
                    oneWorse(
                        runs.sameWeights(1000, 0.055, 0.025),
                        () -> runs.sameWeights(1000, 0.04, 0.04))))
        .isGreaterThanOrEqualTo(0.7);
  }

  @Test
  void a_drop_of_twice_the_spread_in_one_row_of_ten_is_found_over_ten_trainings() {
    SyntheticRuns runs = new SyntheticRuns(9);
    assertThat(
            naming(
                () ->
                    oneWorse(
                        runs.retrained(1000, 10, SPREAD, 0.03),
                        () -> runs.retrained(100, 10, SPREAD, 0))))
        .isGreaterThanOrEqualTo(0.7);
  }

  @Test
  void a_drop_of_three_times_the_spread_in_a_single_row_is_found_over_five_trainings() {
    SyntheticRuns runs = new SyntheticRuns(10);
    assertThat(failing(RUNS, () -> List.of(runs.retrained(1000, 5, SPREAD, 0.045))))
        .isGreaterThanOrEqualTo(0.9);
  }

  /** One run of rows whose checks find as much as lies at their thresholds. */
  private record Checked(List<Pair> rows, List<Evidence> evidence) {

    /** Of every row the checks that ask about so many samples, just below and at the threshold. */
    static Checked of(Supplier<Pair> row, IntFunction<List<Evidence>> checks) {
      List<Evidence> evidence = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        evidence.addAll(checks.apply(i));
      }
      return new Checked(SyntheticRuns.rows(ROWS, row), evidence);
    }
  }

  /** Share of runs in which the gate fails a row or what a check found. */
  private double failingChecked(Supplier<Checked> run) {
    int failed = 0;
    for (int i = 0; i < RUNS / 2; i++) {
      Checked checked = run.get();
      RegressionTest.Decisions decisions = test.decide(checked.rows(), checked.evidence());
      failed +=
          Stream.concat(decisions.rates().stream(), decisions.evidence().stream())
                  .anyMatch(d -> d.status() == Status.FAILED)
              ? 1
              : 0;
    }
    return share(failed, RUNS / 2);
  }

  /** What is found at the thresholds: of 15, 30 and 100 samples, and of a thousand outcomes. */
  private static List<Evidence> atThresholds(SyntheticRuns runs, int trainings, double spread) {
    return List.of(
        runs.evidence(trainings, 15, 0.1, spread * 0.1),
        runs.evidence(trainings, 30, 0.08, spread * 0.08),
        runs.evidence(trainings, 30, 0.02, spread * 0.02),
        runs.evidence(trainings, 100, 0.045, spread * 0.045),
        runs.evidence(trainings, 100, 0.18, spread * 0.18),
        runs.evidence(trainings, 1000, 0.02, spread * 0.02));
  }

  @Test
  void the_same_weights_checked_at_the_thresholds_fail_at_most_at_the_level() {
    SyntheticRuns runs = new SyntheticRuns(11);
    assertThat(
            failingChecked(
                () ->
                    Checked.of(
                        () -> runs.sameWeights(300, 0.04, 0.04), i -> atThresholds(runs, 0, 0))))
        .isLessThanOrEqualTo(LEVEL);
  }

  @Test
  void one_training_a_side_checked_at_the_thresholds_fails_at_most_at_the_level() {
    SyntheticRuns runs = new SyntheticRuns(12);
    assertThat(
            failingChecked(
                () ->
                    Checked.of(
                        () -> runs.retrained(100, 1, SPREAD, 0), i -> atThresholds(runs, 1, 0.25))))
        .isLessThanOrEqualTo(LEVEL);
  }

  @Test
  void five_trainings_a_side_checked_at_the_thresholds_fail_at_most_at_the_level() {
    SyntheticRuns runs = new SyntheticRuns(13);
    assertThat(
            failingChecked(
                () ->
                    Checked.of(
                        () -> runs.retrained(100, 5, SPREAD, 0),
                        i -> i < 3 ? List.of(runs.evidence(5, 100, 0.045, 0.03)) : List.of())))
        .isLessThanOrEqualTo(LEVEL);
  }

  /** The simulation notices a gate that takes a flag near its threshold for a regression. */
  @Test
  void a_gate_that_failed_every_new_flag_would_fail_equal_runs_far_above_the_level() {
    SyntheticRuns runs = new SyntheticRuns(14);
    int failed = 0;
    for (int i = 0; i < RUNS; i++) {
      Evidence evidence = runs.evidence(0, 100, 0.045, 0);
      failed += !flagged(evidence.baseline()) && flagged(evidence.candidate()) ? 1 : 0;
    }
    assertThat(share(failed, RUNS)).isGreaterThan(4 * LEVEL);
  }

  private static boolean flagged(Suspicions suspicions) {
    return Excess.p(suspicions.any(1), suspicions.most(1), 0.01) <= 0.01;
  }

  @Test
  void checks_cost_a_drop_of_three_points_in_one_row_of_ten_no_power() {
    SyntheticRuns runs = new SyntheticRuns(8);
    int named = 0;
    for (int i = 0; i < RUNS; i++) {
      List<Pair> rows =
          oneWorse(runs.sameWeights(1000, 0.055, 0.025), () -> runs.sameWeights(1000, 0.04, 0.04));
      // as sound rows have it: next to nothing is found
      List<Evidence> evidence = new ArrayList<>();
      for (int check = 0; check < 7 * ROWS; check++) {
        evidence.add(runs.evidence(0, 100, 0.002, 0));
      }
      named += test.decide(rows, evidence).rates().get(0).status() == Status.FAILED ? 1 : 0;
    }
    assertThat(share(named, RUNS)).isGreaterThanOrEqualTo(0.7);
  }

  @Test
  void gradients_that_vanish_in_one_row_of_ten_are_found_in_every_run() {
    SyntheticRuns runs = new SyntheticRuns(15);
    int found = 0;
    for (int i = 0; i < 200; i++) {
      List<Evidence> evidence = new ArrayList<>(List.of(runs.masked(30)));
      for (int row = 0; row < ROWS; row++) {
        evidence.addAll(atThresholds(runs, 0, 0));
      }
      List<Pair> rows = SyntheticRuns.rows(ROWS, () -> runs.sameWeights(300, 0.04, 0.04));
      found += test.decide(rows, evidence).evidence().get(0).status() == Status.FAILED ? 1 : 0;
    }
    assertThat(found).isEqualTo(200);
  }
}
