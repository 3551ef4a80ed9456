package org.robustgrid.leaderboard.strength;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Boards;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Bits;

/** Eight samples, counted by hand. */
class BoardStrengthTest {

  private static final Offset<Double> CLOSE = within(1e-9);
  private static final Map<String, Passes> PASSES =
      Map.of(
          "fgsm", new Passes(1, 1),
          "noise", new Passes(1, 0),
          "pgd", new Passes(20, 20),
          "square", new Passes(100, 0));

  /** Seven samples are right; those that fall are 0 to 3, 0, 0 to 4, and 0 with 5. */
  private static final Map<String, String> STANDING =
      Map.of("fgsm", "00001110", "noise", "01111110", "pgd", "00000110", "square", "01111010");

  private static SeedResult seed(long seed, String clean, Map<String, String> surviving) {
    Map<String, Bits> attacks = new TreeMap<>();
    Map<String, Cell> cells = new TreeMap<>();
    Bits worst = Bits.of(clean);
    for (Map.Entry<String, String> attack : surviving.entrySet()) {
      attacks.put(attack.getKey(), Bits.of(attack.getValue()));
      cells.put(
          attack.getKey(),
          new Cell("key", State.COMPLETE, null, PASSES.get(attack.getKey()), null));
      worst = worst.and(Bits.of(attack.getValue()));
    }
    return SeedResult.builder(seed, "weights" + seed)
        .clean(Bits.of(clean))
        .attacks(attacks)
        .worst(worst)
        .cells(cells)
        .build();
  }

  private static Row row() {
    return Boards.row("trained", List.of(seed(0, "11111110", STANDING)));
  }

  private static AttackStrength of(Strength strength, String attack) {
    return strength.attacks().stream()
        .filter(of -> of.attack().equals(attack))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void attacks_are_ranked_by_what_they_break_alone_and_then_per_pass() {
    Strength strength = BoardStrength.of(Boards.board("linf", 0.1, row())).orElseThrow().together();

    assertThat(strength.samples()).isEqualTo(8);
    assertThat(strength.clean().rate()).isEqualTo(7 / 8.0);
    assertThat(strength.attacks())
        .extracting(AttackStrength::attack)
        .containsExactly("pgd", "square", "fgsm", "noise");
    assertThat(strength.attacks())
        .extracting(of -> of.broken().rate())
        .containsExactly(5 / 8.0, 2 / 8.0, 4 / 8.0, 1 / 8.0);
    assertThat(strength.attacks())
        .extracting(of -> of.alone().rate())
        .containsExactly(1 / 8.0, 1 / 8.0, 0.0, 0.0);
    assertThat(of(strength, "fgsm").passes()).isEqualTo(2);
  }

  @Test
  void prices_are_samples_broken_by_the_passes_on_all_samples_that_are_right() {
    Strength strength = BoardStrength.of(Boards.board("linf", 0.1, row())).orElseThrow().together();

    // 4 samples by 7 · 2 passes, 5 by 7 · 40, 2 by 7 · 100
    assertThat(of(strength, "fgsm").price().samples()).isCloseTo(4000 / 14.0, CLOSE);
    assertThat(of(strength, "pgd").price().samples()).isCloseTo(5000 / 280.0, CLOSE);
    assertThat(of(strength, "square").price().samples()).isCloseTo(2000 / 700.0, CLOSE);
    // Wilson's interval of 4 in 8 is [0.2152, 0.7848]
    assertThat(of(strength, "fgsm").broken().low()).isCloseTo(0.2152, within(1e-4));
    assertThat(of(strength, "fgsm").broken().high()).isCloseTo(0.7848, within(1e-4));
    assertThat(of(strength, "fgsm").price().low())
        .isCloseTo(8 * of(strength, "fgsm").broken().low() * 1000 / 14, CLOSE);
    assertThat(of(strength, "fgsm").price().high())
        .isCloseTo(8 * of(strength, "fgsm").broken().high() * 1000 / 14, CLOSE);
  }

  @Test
  void the_best_order_attacks_survivors_and_ends_where_nothing_more_falls() {
    List<OrderedAttack> order =
        BoardStrength.of(Boards.board("linf", 0.1, row())).orElseThrow().together().order();

    // noise breaks 1 in 7 passes, fgsm 4 in 14; then nothing is left that noise would break
    assertThat(order).extracting(OrderedAttack::attack).containsExactly("fgsm", "pgd", "square");
    assertThat(order).extracting(of -> of.more().rate()).containsExactly(4 / 8.0, 1 / 8.0, 1 / 8.0);
    assertThat(order).extracting(of -> of.left().rate()).containsExactly(3 / 8.0, 2 / 8.0, 1 / 8.0);
    // 7 samples at 2, 3 at 40, 2 at 100, by 8
    assertThat(order)
        .extracting(OrderedAttack::passes)
        .containsExactly(14 / 8.0, 134 / 8.0, 334 / 8.0);
  }

  @Test
  void seeds_and_rows_are_means_and_make_no_more_samples() {
    String all = "11111111";
    Map<String, String> none = Map.of("fgsm", all, "noise", all, "pgd", all, "square", all);
    Map<String, String> half = new TreeMap<>(none);
    half.put("fgsm", "11110000");
    Row other = Boards.row("other", List.of(seed(0, all, half), seed(1, all, none)));

    BoardStrength strength =
        BoardStrength.of(Boards.board("linf", 0.1, row(), other)).orElseThrow();

    // 4 of the one row, (4 + 0) / 2 of the other
    AttackStrength fgsm = of(strength.together(), "fgsm");
    assertThat(fgsm.broken().rate()).isEqualTo(3 / 8.0);
    assertThat(fgsm.passes()).isCloseTo(2, CLOSE);
    // passes on (7 + 8) / 2 samples
    assertThat(fgsm.price().samples()).isCloseTo(3000 / 15.0, CLOSE);
    assertThat(fgsm.alone().rate()).isEqualTo(1 / 8.0);
    assertThat(strength.rows()).containsOnlyKeys("trained", "other");
    assertThat(strength.rows().get("other").order())
        .as("in the order of the board, whether they break anything or not")
        .extracting(OrderedAttack::attack)
        .isEqualTo(strength.together().order().stream().map(OrderedAttack::attack).toList());
    assertThat(strength.rows().get("other").order().get(2).passes())
        // 8 samples at 2; then (4 + 8) / 2 at 40 and at 100
        .isEqualTo((16 + 240 + 600) / 8.0);
  }

  @Test
  void rows_without_results_of_every_attack_are_left_out() {
    Map<String, String> fewer = new TreeMap<>(STANDING);
    fewer.remove("square");
    Row lacking = Boards.row("lacking", List.of(seed(0, "11111110", fewer)));

    BoardStrength strength =
        BoardStrength.of(Boards.board("linf", 0.1, row(), lacking)).orElseThrow();

    assertThat(strength.leftOut()).containsExactly("lacking");
    assertThat(of(strength.together(), "fgsm").broken().rate()).isEqualTo(4 / 8.0);
  }

  @Test
  void one_attack_has_nothing_to_be_compared_with() {
    Row one = Boards.row("one", List.of(seed(0, "11111110", Map.of("pgd", "00000110"))));
    assertThat(BoardStrength.of(Boards.board("linf", 0.1, one))).isEmpty();
  }

  @Test
  void attacks_of_minimum_distance_are_compared_by_the_nearest_image() {
    List<Double> fab = new ArrayList<>(List.of(0.5, 1.0, 0.0, 0.0));
    fab.set(2, null);
    SeedResult seed = seed(0, "1110", Map.of("pgd", "0000", "square", "0010"));
    SeedResult stated =
        SeedResult.builder(0, "weights")
            .clean(seed.clean())
            .attacks(seed.attacks())
            .worst(seed.worst())
            .cells(seed.cells())
            // a tie, a sample that one did not break, and one that is wrong anyway
            .distances(Map.of("square", fab, "pgd", List.of(0.4, 1.0, 2.0, 0.0)))
            .build();
    ThreatModelEntry threat =
        new ThreatModelEntry(
            "l2", Double.POSITIVE_INFINITY, ThreatModelEntry.MINIMUM_DISTANCE, null, null);
    Board board = Boards.board(threat, 4, List.of(Boards.row("net", List.of(stated))));

    assertThat(BoardStrength.of(board)).isEmpty();
    assertThat(NearestAttack.of(board))
        .extracting(NearestAttack::attack)
        .containsExactly("pgd", "square");
    assertThat(NearestAttack.of(board))
        .extracting(of -> of.nearest().rate())
        .containsExactly(2 / 4.0, 0.0);
    assertThat(NearestAttack.of(board).get(1).passes()).isEqualTo(100);
  }

  @Test
  void what_is_left_by_passes_is_a_mean_of_shares_and_stays_after_the_last_break() {
    Row fast = broken("1111", "0011", Map.of(2L, 1, 5L, 2));
    Row slow = broken("1111", "0111", Map.of(1L, 0, 50L, 1));
    Strength strength =
        BoardStrength.of(Boards.board("linf", 0.1, fast, slow)).orElseThrow().together();

    // 4, 3, 2, 2 of 4 and 4, 4, 4, 3 of 4
    assertThat(of(strength, "pgd").left().keySet()).containsExactly(0L, 1L, 2L, 5L, 50L);
    assertThat(of(strength, "pgd").left().values())
        .extracting(rate -> rate.rate())
        .containsExactly(1.0, 1.0, 7 / 8.0, 6 / 8.0, 5 / 8.0);
    // what a leaderboard does not say is not made up
    assertThat(of(strength, "fgsm").left()).isEmpty();
  }

  private static Row broken(String clean, String surviving, Map<Long, Integer> within) {
    Map<String, Cell> cells = new TreeMap<>();
    cells.put("fgsm", new Cell("key", State.COMPLETE, null, PASSES.get("fgsm"), null));
    cells.put(
        "pgd",
        new Cell(
            "key",
            State.COMPLETE,
            null,
            PASSES.get("pgd"),
            null,
            null,
            null,
            null,
            new TreeMap<>(within)));
    return Boards.row(
        "row of " + within.size() + within.hashCode(),
        List.of(
            SeedResult.builder(0, "weights")
                .clean(Bits.of(clean))
                .attacks(Map.of("fgsm", Bits.of(clean), "pgd", Bits.of(surviving)))
                .worst(Bits.of(surviving))
                .cells(cells)
                .build()));
  }
}
