package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.McNemar;

/**
 * Tests whether one gradient step breaks samples that many steps miss, which counts against the
 * iterative attack; on minimum-distance boards, whether the single step finds nearer images.
 */
final class AttackOrder {

  private final Map<String, AttackSetting> attacks;

  /**
   * An order of attacks.
   *
   * @param attacks of the grid, by label
   */
  AttackOrder(Map<String, AttackSetting> attacks) {
    this.attacks = Map.copyOf(attacks);
  }

  /**
   * One gradient step against many: McNemar's exact test on the samples of both, which is the sign
   * test of their distances where a seed has them.
   */
  List<Sign> singleStep(SeedResult seed, String who) {
    List<Sign> signs = new ArrayList<>();
    seed.attacks()
        .forEach(
            (single, one) ->
                seed.attacks()
                    .forEach(
                        (iterated, many) -> {
                          if (takesOneStep(single) && climbs(iterated, AttackSetting.ITERATED)) {
                            signs.add(
                                seed.distances() == null
                                    ? singleStep(single, one, iterated, many, who)
                                    : nearer(seed, single, iterated, who));
                          }
                        }));
    return signs;
  }

  /** Whether an attack of the grid takes a single step along the gradient. */
  boolean takesOneStep(String label) {
    return climbs(label, AttackSetting.SINGLE_STEP);
  }

  private static Sign singleStep(String single, Bits one, String iterated, Bits many, String who) {
    List<Integer> missed = many.andNot(one).right().boxed().toList();
    int found = one.andNot(many).count();
    return new Sign(
        Check.SINGLE_STEP_WINS.id(),
        iterated,
        String.format(
            Locale.ROOT,
            "%s%s breaks %d samples in one step that %s does not break in many, and misses %d that"
                + " it breaks. The loss is too rough to climb, or the iterated attack is badly set",
            who,
            single,
            missed.size(),
            iterated,
            found),
        Math.min(one.length(), many.length()),
        missed,
        McNemar.oneSided(found, missed.size()));
  }

  private static Sign nearer(SeedResult seed, String single, String iterated, String who) {
    Bits many = PairedDistances.farther(seed, iterated, single);
    Bits one = PairedDistances.farther(seed, single, iterated);
    List<Integer> missed = many.andNot(one).right().boxed().toList();
    int found = one.count();
    return new Sign(
        Check.SINGLE_STEP_WINS.id(),
        iterated,
        String.format(
            Locale.ROOT,
            "%sof %d samples %s finds an image in one step that is nearer than any that %s finds in"
                + " many, of %d the other way. The loss is too rough to climb, or the iterated"
                + " attack is badly set",
            who,
            missed.size(),
            single,
            iterated,
            found),
        many.length(),
        missed,
        McNemar.oneSided(found, missed.size()));
  }

  private boolean climbs(String label, String ascent) {
    return attacks.containsKey(label) && ascent.equals(attacks.get(label).ascent());
  }
}
