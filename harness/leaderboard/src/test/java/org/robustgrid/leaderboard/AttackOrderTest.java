package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.statistics.Bits;

class AttackOrderTest {

  private static final AttackOrder ORDER =
      new AttackOrder(
          Map.of(
              "fgsm", attack("fgsm", "GRADIENTS", AttackSetting.SINGLE_STEP),
              "pgd-20", attack("pgd", "GRADIENTS", AttackSetting.ITERATED)));

  private static AttackSetting attack(String id, String access, String ascent) {
    return new AttackSetting(id, Map.of(), access, List.of("linf"), null, ascent);
  }

  private static SeedResult seed(Map<String, Bits> attacks, Checks checks) {
    return SeedResult.builder(0, "w")
        .clean(broken(0))
        .attacks(new TreeMap<>(attacks))
        .worst(broken(0))
        .checks(checks)
        .build();
  }

  /** The first so many fall. */
  private static Bits broken(int count) {
    return Bits.of(100, i -> i >= count);
  }

  private static List<Flag> singleStep(int byFgsm, int byPgd) {
    Map<String, Bits> attacks = Map.of("fgsm", broken(byFgsm), "pgd-20", broken(byPgd));
    return Sign.flags(ORDER.singleStep(seed(attacks, null), ""));
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
}
