package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.run.plan.Grids;

/** A run with a whole row, a row of fewer samples and an attack of fewer still. */
@Tag("process")
class SampleLimitsTest {

  private static final String ONE_BOARD =
      Grids.SMALL
          .replace("  - {norm: linf, epsilon: 0.1}\n", "")
          .replace("seeds: [0]", "seeds: [3]");

  private static final String LIMITED =
      ONE_BOARD
          .replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "")
          .replace(
              "  - plain\n",
              "  - plain\n"
                  + "  - {id: plain, label: fewer, samples: 30}\n"
                  + "  - {id: certifying, samples: 10, draws: 2, judgements: 3}\n")
          .replace("label: step-3,", "label: step-3, samples: 20,");

  @TempDir static Path shared;
  private static Leaderboard leaderboard;
  private static RunOutcome outcome;

  @BeforeAll
  static void runOnce() {
    outcome = Runs.run(Grids.analysed(LIMITED, "  - picturing\n"), shared.resolve("run"));
    leaderboard = Runs.leaderboard(shared.resolve("run"));
  }

  private static Row row(String label) {
    return leaderboard.boards().get(0).rows().stream()
        .filter(r -> r.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static SeedResult bits(String label) {
    return row(label).perSeed().get(0);
  }

  @Test
  void every_cell_has_a_result() {
    assertThat(outcome.failures()).isEmpty();
    assertThat(leaderboard.boards().get(0).rows()).allMatch(r -> r.status() == State.COMPLETE);
  }

  @Test
  void a_limited_row_says_the_same_of_its_samples_as_a_whole_one() {
    SeedResult whole = bits("plain");
    SeedResult fewer = bits("fewer");
    assertThat(whole.clean().length()).isEqualTo(40);
    assertThat(fewer.clean()).isEqualTo(whole.clean().first(30));
    assertThat(whole.attacks().get("step").length()).isEqualTo(40);
    assertThat(fewer.attacks().get("step")).isEqualTo(whole.attacks().get("step").first(30));
    assertThat(whole.attacks().get("step-3")).isEqualTo(fewer.attacks().get("step-3"));
    assertThat(whole.attacks().get("step-3").length()).isEqualTo(20);
  }

  @Test
  void rates_and_intervals_are_over_the_samples_that_were_evaluated() {
    int right = bits("fewer").clean().count();
    assertThat(row("fewer").clean().rate()).isEqualTo(right / 30.0);
    assertThat(row("fewer").clean().low())
        .isEqualTo(Intervals.wilson(right, 30, Intervals.CONFIDENCE).low());
    assertThat(row("fewer").clean().samples()).isEqualTo(30);
    assertThat(row("fewer").attacks().get("step-3").samples()).isEqualTo(20);
    assertThat(row("plain").clean().samples()).isNull();
  }

  @Test
  void the_worst_case_is_over_the_samples_that_every_attack_was_run_on() {
    SeedResult seed = bits("plain");
    assertThat(seed.worst())
        .isEqualTo(
            Bits.of(
                20, i -> seed.attacks().get("step").get(i) && seed.attacks().get("step-3").get(i)));
    assertThat(row("plain").worst().samples()).isEqualTo(20);
  }

  @Test
  void flags_say_what_is_over_fewer_samples() {
    assertThat(row("fewer").flags())
        .filteredOn(f -> f.kind().equals("fewer-samples"))
        .extracting(Flag::attack, Flag::message)
        .map(Object::toString)
        .containsExactly(
            "(\"\", \"evaluated on the first 30 of 40 test samples\")",
            "(\"step-3\", \"attacked on the first 20 of 40 test samples\")",
            "(\"\", \"the worst case is over the first 20 of 40 test samples, the only ones that"
                + " every attack was run on\")");
  }

  @Test
  void a_row_is_attacked_and_judged_with_its_own_draws() {
    assertThat(row("certifying").clean().samples()).isEqualTo(10);
    assertThat(row("certifying").flags())
        .filteredOn(f -> f.kind().equals("randomised"))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("expectation over 2 draws", "majority of 3 fresh judgements");
    assertThat(bits("certifying").cells().get("step").passes().backward()).isEqualTo(2);
  }

  @Test
  void a_plane_has_a_point_for_each_sample_that_is_right_where_the_row_is() {
    for (String label : List.of("plain", "fewer")) {
      Plane plane = row(label).analyses().get(0).planes().get(0);
      Bits clean = bits(label).clean();
      assertThat(plane.points()).hasSize(clean.length());
      assertThat(IntStream.range(0, clean.length())).allMatch(i -> plane.right(i) == clean.get(i));
      assertThat(plane.confidence()).containsExactly("9z");
    }
  }

  @Test
  void the_leaderboard_survives_json() {
    String json = LeaderboardJson.write(leaderboard);
    assertThat(LeaderboardJson.write(LeaderboardJson.read(json))).isEqualTo(json);
  }

  @Test
  void a_row_that_nothing_attacked_has_no_worst_case(@TempDir Path folder) {
    String yaml = ONE_BOARD.substring(0, ONE_BOARD.indexOf("attacks:"));
    Runs.run(yaml, folder.resolve("run"));
    Row row = Runs.leaderboard(folder.resolve("run")).boards().get(0).rows().get(0);
    assertThat(row.status()).isEqualTo(State.COMPLETE);
    assertThat(row.clean()).isNotNull();
    assertThat(row.worst()).isNull();
    assertThat(row.perSeed().get(0).worst()).isNull();
  }
}
