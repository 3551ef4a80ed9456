package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.leaderboard.Provenance.AttackSetting;

class AttackOrderTest {

  private static final AttackOrder ORDER =
      new AttackOrder(
          Map.of(
              "fgsm", attack("fgsm", "GRADIENTS", AttackSetting.SINGLE_STEP),
              "pgd-20", attack("pgd", "GRADIENTS", AttackSetting.ITERATED),
              "square", attack("square", "SCORES", null)));

  private static AttackSetting attack(String id, String access, String ascent) {
    return new AttackSetting(id, Map.of(), access, List.of("linf"), null, ascent);
  }

  private static SeedResult seed(Map<String, String> attacks, Checks checks) {
    return new SeedResult(
        0,
        "w",
        "1".repeat(100),
        new TreeMap<>(attacks),
        "1".repeat(100),
        null,
        Map.of(),
        null,
        checks);
  }

  /** The first so many fall. */
  private static String fallen(int count) {
    return "0".repeat(count) + "1".repeat(100 - count);
  }

  private static Checks broken(int count) {
    List<Integer> samples = IntStream.range(0, count).boxed().toList();
    return new Checks(
        "key",
        "complete",
        null,
        List.of(new CheckEvidence("black-box-wins", "square", 0.1, 100, samples, null)));
  }

  private static List<Flag> singleStep(int byFgsm, int byPgd) {
    Map<String, String> attacks = Map.of("fgsm", fallen(byFgsm), "pgd-20", fallen(byPgd));
    return Sign.flags(ORDER.singleStep(seed(attacks, null), ""));
  }

  private static List<Flag> blackBox(Map<String, String> attacks, Checks checks) {
    return Sign.flags(ORDER.blackBox(seed(attacks, checks), "", false));
  }

  private static List<Flag> randomised(Map<String, String> attacks, Checks checks) {
    return Sign.flags(ORDER.blackBox(seed(attacks, checks), "", true));
  }

  @Test
  void one_step_that_breaks_more_than_many_is_flagged_at_the_iterated_attack() {
    List<Flag> flags = singleStep(20, 5);
    assertThat(flags).extracting(Flag::attack).containsExactly("pgd-20");
    assertThat(flags.get(0).message()).contains("breaks 15 samples in one step", "misses 0");
    assertThat(flags.get(0).evidence().samples()).hasSize(15).startsWith(5);
  }

  @Test
  void one_step_that_breaks_few_more_is_chance() {
    assertThat(singleStep(11, 5)).isEmpty();
  }

  @Test
  void a_black_box_attack_of_the_grid_that_breaks_more_is_flagged() {
    Map<String, String> attacks = Map.of("pgd-20", fallen(5), "square", fallen(15));
    assertThat(blackBox(attacks, null))
        .extracting(Flag::kind, Flag::attack)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("black-box-wins", "square"));
  }

  @Test
  void the_check_on_few_samples_counts_those_that_no_attack_with_gradients_breaks() {
    List<Flag> flags = blackBox(Map.of("pgd-20", fallen(5)), broken(12));
    assertThat(flags).singleElement().extracting(Flag::message).asString().contains("7 of 100");
  }

  @Test
  void what_both_break_is_no_sign() {
    assertThat(blackBox(Map.of("pgd-20", fallen(12)), broken(12))).isEmpty();
  }

  @Test
  void without_attacks_with_gradients_there_is_nothing_to_beat() {
    assertThat(blackBox(Map.of("square", fallen(50)), broken(12))).isEmpty();
  }

  /** So many fall from a sample on. */
  private static String fallen(int from, int count) {
    return "1".repeat(from) + "0".repeat(count) + "1".repeat(100 - from - count);
  }

  @Test
  void on_a_randomised_row_chance_takes_samples_from_either_attack() {
    Map<String, String> even = Map.of("pgd-20", fallen(0, 10), "square", fallen(10, 12));
    assertThat(blackBox(even, null)).hasSize(1);
    assertThat(randomised(even, null)).isEmpty();
  }

  @Test
  void an_attack_without_gradients_that_breaks_far_more_than_chance_is_flagged_there_too() {
    Map<String, String> masked = Map.of("pgd-20", fallen(0, 3), "square", fallen(3, 20));
    assertThat(randomised(masked, null)).hasSize(1);
    assertThat(randomised(Map.of("pgd-20", fallen(0, 0)), broken(12))).hasSize(1);
  }

  @Test
  void where_the_check_breaks_no_more_than_gradients_chance_may_be_what_it_is() {
    assertThat(randomised(Map.of("pgd-20", fallen(90, 10)), broken(12))).isEmpty();
  }

  @Test
  void a_gradient_is_seen_where_one_attack_of_its_own_never_met_it_vanished() {
    SeedResult seed = seed(Map.of("fgsm", fallen(0), "pgd-20", fallen(0)), null);
    Flag fgsm = new Flag("vanished-gradient", "fgsm", "");
    Flag pgd = new Flag("vanished-gradient", "pgd-20", "");
    assertThat(ORDER.gradientsSeen(seed, List.of(fgsm))).isTrue();
    assertThat(ORDER.gradientsSeen(seed, List.of(fgsm, pgd))).isFalse();
    assertThat(ORDER.gradientsSeen(seed(Map.of("square", fallen(0)), null), List.of())).isFalse();
  }
}
