package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.DistanceSummary.CurvePoint;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.statistics.Bits;

class BoardDistancesTest {

  private static final int SAMPLES = 40;
  private static final ThreatModelEntry WHOLE =
      new ThreatModelEntry(
          "l2", Double.POSITIVE_INFINITY, ThreatModelEntry.MINIMUM_DISTANCE, null, null);

  /** Distances by sample; infinite ones are told as absent. */
  private static Row row(String label, IntToDoubleFunction near, IntToDoubleFunction far) {
    Map<String, List<Double>> distances = Map.of("one", distances(near), "two", distances(far));
    Map<String, Bits> bits =
        distances.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, e -> Bits.of(SAMPLES, i -> e.getValue().get(i) == null)));
    Bits clean = Bits.of(SAMPLES, i -> true);
    Bits worst = Rates.worst(clean, List.copyOf(bits.values()));
    Map<String, Cell> cells =
        Map.of(
            "one", new Cell("k1", State.COMPLETE, null, new Passes(1, 0), null),
            "two", new Cell("k2", State.COMPLETE, null, new Passes(1, 0), null));
    SeedResult seed =
        SeedResult.builder(0, "w")
            .clean(clean)
            .attacks(bits)
            .worst(worst)
            .cells(cells)
            .distances(distances)
            .build();
    return Row.builder(label, "standard")
        .architecture("net")
        .seeds(List.of(0L))
        .clean(Rates.of(List.of(clean), SAMPLES).orElseThrow())
        .attacks(
            Map.of(
                "one", Rates.of(List.of(bits.get("one")), SAMPLES).orElseThrow(),
                "two", Rates.of(List.of(bits.get("two")), SAMPLES).orElseThrow()))
        .worst(Rates.of(List.of(worst), SAMPLES).orElseThrow())
        .passes(new Passes(2, 0))
        .perSeed(List.of(seed))
        .build();
  }

  private static List<Double> distances(IntToDoubleFunction of) {
    List<Double> distances = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      double distance = of.applyAsDouble(i);
      distances.add(Double.isInfinite(distance) ? null : distance);
    }
    return distances;
  }

  private static final Row NEAR = row("near", i -> 1 + i / 100.0, i -> 3);
  private static final Row FAR = row("far", i -> 2 + i / 100.0, i -> i == 0 ? 0.5 : 3);

  private static List<Row> summed() {
    return RankIntervals.of(BoardDistances.of(List.of(NEAR, FAR), WHOLE, SAMPLES));
  }

  private static Leaderboard leaderboard(List<Row> rows) {
    return Boards.of(Boards.board(WHOLE, SAMPLES, rows));
  }

  @Test
  void the_worst_case_is_the_smallest_distance_of_each_sample() {
    Row far = summed().get(1);
    // one sample of 40 falls at 0.5 to the second attack, the others to the first
    assertThat(far.distances().worst().median()).isCloseTo(2.195, within(1e-12));
    assertThat(far.distances().worst().mean())
        .isCloseTo((0.5 + 39 * 2 + (39 * 40 / 2) / 100.0) / 40, within(1e-12));
    assertThat(far.distances().attacks().get("two").median()).isEqualTo(3);
  }

  @Test
  void rows_are_ranked_by_sign_tests_of_their_distances() {
    assertThat(summed().get(0).distances().worst().rank()).isEqualTo(new Rank(2, 2));
    assertThat(summed().get(1).distances().worst().rank()).isEqualTo(new Rank(1, 1));
    // no attack left a sample unbroken, so that outcome bits tell nothing apart
    assertThat(summed().get(0).worst().rate()).isZero();
  }

  @Test
  void the_curve_counts_samples_that_are_farther_away_at_the_same_radii_for_all_rows() {
    List<CurvePoint> near = summed().get(0).distances().curve();
    List<CurvePoint> far = summed().get(1).distances().curve();
    assertThat(near).hasSize(21);
    for (int i = 0; i < near.size(); i++) {
      double radius = near.get(i).epsilon();
      assertThat(far.get(i).epsilon()).isEqualTo(radius);
      long surviving =
          NEAR.perSeed().get(0).distances().get("one").stream().filter(d -> d > radius).count();
      assertThat(near.get(i).rate()).isEqualTo(surviving / 40.0);
    }
    assertThat(near.get(0).rate()).isEqualTo(1);
  }

  @Test
  void with_an_epsilon_the_mean_is_bounded_by_it_and_the_curve_ends_there() {
    ThreatModelEntry bounded =
        new ThreatModelEntry("l2", 1.2, ThreatModelEntry.MINIMUM_DISTANCE, null, null);
    Row row =
        row(
            "bounded",
            i -> i < 20 ? 1 + i / 100.0 : Double.POSITIVE_INFINITY,
            i -> Double.POSITIVE_INFINITY);
    Row summed = BoardDistances.of(List.of(row), bounded, SAMPLES).get(0);
    assertThat(summed.distances().worst().unbroken()).isEqualTo(20);
    assertThat(summed.distances().worst().median()).isNull();
    assertThat(summed.distances().worst().mean())
        .isCloseTo((20 + 1.9 + 20 * 1.2) / 40, within(1e-12));
    assertThat(summed.distances().curve())
        .allSatisfy(point -> assertThat(point.epsilon()).isLessThanOrEqualTo(1.2));
  }

  @Test
  void a_file_of_distances_is_read_back_and_checked() {
    Leaderboard written = leaderboard(summed());
    Leaderboard read = LeaderboardJson.read(LeaderboardJson.write(written));
    LeaderboardCheck.check(read);
    assertThat(LeaderboardJson.write(read)).isEqualTo(LeaderboardJson.write(written));
    assertThat(LeaderboardJson.write(written)).doesNotContain("Infinity");
  }

  @Test
  void a_median_that_the_distances_do_not_have_is_refused() {
    String json = LeaderboardJson.write(leaderboard(summed()));
    String median = "\"median\" : " + summed().get(1).distances().worst().median();
    assertThat(json).contains(median);
    Leaderboard forged = LeaderboardJson.read(json.replace(median, "\"median\" : 2.5"));
    assertThatThrownBy(() -> LeaderboardCheck.check(forged))
        .hasMessageContaining("row far")
        .hasMessageContaining("the median distance of worst case is stated as 2.5, but is 2.195");
  }

  @Test
  void a_distance_of_a_sample_that_did_not_fall_is_refused() {
    Row forged = row("near", i -> 1 + i / 100.0, i -> 3);
    SeedResult seed = forged.perSeed().get(0);
    Bits found = seed.attacks().get("one");
    Bits bits = Bits.of(found.length(), i -> i == 0 || found.get(i));
    SeedResult otherwise =
        SeedResult.builder(0, "w")
            .clean(seed.clean())
            .attacks(Map.of("one", bits, "two", seed.attacks().get("two")))
            .worst(seed.worst())
            .cells(seed.cells())
            .distances(seed.distances())
            .build();
    Board board = Boards.board(WHOLE, SAMPLES, List.of(forged));
    assertThatThrownBy(
            () -> DistanceRecount.check("here", board, forged.ofSeeds(List.of(otherwise)), forged))
        .hasMessageContaining("distance of sample 0 under one")
        .hasMessageContaining("absent");
  }
}
