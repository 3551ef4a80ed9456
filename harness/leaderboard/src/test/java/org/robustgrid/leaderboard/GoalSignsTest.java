package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.statistics.Bits;

/** What outcome bits and distances tell of evaluations with other goals than the untargeted one. */
class GoalSignsTest {

  private static final int SAMPLES = 100;
  private static final ThreatModelEntry NEAREST = nearest(Double.POSITIVE_INFINITY);

  private static ThreatModelEntry nearest(double epsilon) {
    return new ThreatModelEntry("linf", epsilon, ThreatModelEntry.MINIMUM_DISTANCE, null, null);
  }

  private static ThreatModelEntry targeted(double epsilon, String rule) {
    return new ThreatModelEntry("linf", epsilon, ThreatModelEntry.TARGETED, rule, null);
  }

  private static Bits bits(int robust) {
    return Bits.of(SAMPLES, i -> i < robust);
  }

  private static Board board(ThreatModelEntry threat, Map<String, Bits> attacks) {
    return board(threat, attacks, null);
  }

  private static Board board(
      ThreatModelEntry threat, Map<String, Bits> attacks, Map<String, List<Double>> distances) {
    Bits clean = bits(SAMPLES);
    SeedResult seed =
        SeedResult.builder(0, "w")
            .clean(clean)
            .attacks(new TreeMap<>(attacks))
            .worst(Rates.worst(clean, List.copyOf(attacks.values())))
            .distances(distances)
            .build();
    return Boards.board(threat, SAMPLES, List.of(Boards.row("a", List.of(seed))));
  }

  /** Both attacks break every sample, at distances of their own. */
  private static Board distances(double single, double iterated, int others) {
    List<Double> ofSingle = new ArrayList<>();
    List<Double> ofIterated = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      ofSingle.add(i < others ? iterated : single);
      ofIterated.add(i < others ? single : iterated);
    }
    return board(
        NEAREST,
        Map.of("fgsm", bits(0), "pgd", bits(0)),
        Map.of("fgsm", ofSingle, "pgd", ofIterated));
  }

  private static List<Flag> flags(Board board, Board... others) {
    List<Board> all = new ArrayList<>(List.of(others));
    all.add(board);
    Leaderboard leaderboard = Boards.of(all.toArray(Board[]::new));
    Row row = board.rows().get(0);
    return new Reliability(List.of(Check.values()), leaderboard.provenance().attacks())
        .flags(all, board, row);
  }

  @Test
  void targets_that_are_reached_in_a_smaller_ball_alone_speak_against_a_targeted_evaluation() {
    Board smaller = board(targeted(0.1, "next"), Map.of("pgd", bits(40)));
    Board larger = board(targeted(0.2, "next"), Map.of("pgd", bits(70)));
    assertThat(flags(larger, smaller))
        .extracting(Flag::kind, Flag::attack)
        .containsExactly(tuple("larger-epsilon-helps", ""), tuple("larger-epsilon-helps", "pgd"));
    assertThat(flags(larger, smaller).get(0).message())
        .contains("30 samples broken at epsilon 0.1 survive at 0.2");
    assertThat(flags(smaller, larger)).isEmpty();
  }

  @Test
  void more_targets_reached_in_a_larger_ball_are_as_it_should_be() {
    Board smaller = board(targeted(0.1, "next"), Map.of("pgd", bits(70)));
    assertThat(flags(board(targeted(0.2, "next"), Map.of("pgd", bits(40))), smaller)).isEmpty();
  }

  @Test
  void boards_of_other_goals_or_targets_are_not_compared() {
    // to reach one class is harder than to reach any, and another rule gives other targets
    Board larger = board(targeted(0.2, "next"), Map.of("pgd", bits(90)));
    Board untargeted = board(new ThreatModelEntry("linf", 0.1), Map.of("pgd", bits(10)));
    Board other = board(targeted(0.1, "each"), Map.of("pgd", bits(10)));
    assertThat(flags(larger, untargeted, other)).isEmpty();
  }

  @Test
  void one_step_that_reaches_more_targets_than_many_is_a_sign() {
    Board board = board(targeted(0.1, "next"), Map.of("fgsm", bits(40), "pgd", bits(70)));
    assertThat(flags(board))
        .singleElement()
        .satisfies(
            flag -> {
              assertThat(flag.kind()).isEqualTo("single-step-wins");
              assertThat(flag.attack()).isEqualTo("pgd");
              assertThat(flag.message()).contains("fgsm breaks 30 samples in one step");
            });
    assertThat(flags(board(targeted(0.1, "next"), Map.of("fgsm", bits(70), "pgd", bits(40)))))
        .isEmpty();
  }

  @Test
  void one_step_that_finds_nearer_images_than_many_is_a_sign_although_both_break_all() {
    assertThat(flags(distances(0.1, 0.2, 0)))
        .singleElement()
        .satisfies(
            flag -> {
              assertThat(flag.kind()).isEqualTo("single-step-wins");
              assertThat(flag.attack()).isEqualTo("pgd");
              assertThat(flag.message())
                  .contains("of 100 samples fgsm finds an image in one step that is nearer")
                  .contains("of 0 the other way");
              assertThat(flag.evidence().samples()).hasSize(SAMPLES);
            });
  }

  @Test
  void many_steps_that_find_nearer_images_are_as_it_should_be() {
    assertThat(flags(distances(0.2, 0.1, 0))).isEmpty();
    assertThat(flags(distances(0.1, 0.2, 50))).isEmpty();
    assertThat(flags(distances(0.1, 0.1, 0))).isEmpty();
  }

  @Test
  void samples_that_only_the_nearer_bound_lets_an_attack_break_are_a_sign() {
    Board bounded = found(nearest(0.1), 60);
    assertThat(flags(found(NEAREST, 20), bounded))
        .extracting(Flag::kind)
        .containsOnly("larger-epsilon-helps");
    assertThat(flags(found(NEAREST, 20), bounded).get(0).message())
        .contains("40 samples broken at epsilon 0.1 survive in the whole domain");
    assertThat(flags(found(nearest(0.2), 20), bounded).get(0).message()).contains("survive at 0.2");
    assertThat(flags(found(NEAREST, 90), bounded)).isEmpty();
  }

  /** An attack that breaks the first so many samples at distance 0.05. */
  private static Board found(ThreatModelEntry threat, int broken) {
    List<Double> distances = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      distances.add(i < broken ? 0.05 : null);
    }
    return board(
        threat, Map.of("pgd", Bits.of(SAMPLES, i -> i >= broken)), Map.of("pgd", distances));
  }
}
