package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.statistics.Excess;
import org.robustgrid.leaderboard.statistics.McNemar;

/** Whether weaker attacks find what stronger ones miss, which speaks against the stronger ones. */
final class AttackOrder {

  /** The share of samples that a sound evaluation with gradients may miss. */
  private static final double MISSED = 0.01;

  /** The name of the access that includes gradients. */
  private static final String GRADIENTS = "GRADIENTS";

  private static final String VANISHED_GRADIENT = "vanished-gradient";

  private final Map<String, AttackSetting> attacks;

  /**
   * An order of attacks.
   *
   * @param attacks of the grid, by label
   */
  AttackOrder(Map<String, AttackSetting> attacks) {
    this.attacks = Map.copyOf(attacks);
  }

  /** One gradient step against many: McNemar's exact test on the samples of both. */
  List<Sign> singleStep(SeedResult seed, String who) {
    List<Sign> signs = new ArrayList<>();
    seed.attacks()
        .forEach(
            (single, one) ->
                seed.attacks()
                    .forEach(
                        (iterated, many) -> {
                          if (takesOneStep(single) && climbs(iterated, AttackSetting.ITERATED)) {
                            signs.add(singleStep(single, one, iterated, many, who));
                          }
                        }));
    return signs;
  }

  /** Whether an attack of the grid takes a single step along the gradient. */
  boolean takesOneStep(String label) {
    return climbs(label, AttackSetting.SINGLE_STEP);
  }

  /**
   * Whether an attack with gradients never met one that vanished.
   *
   * @param flags of the row, as its cells gave them
   */
  boolean gradientsSeen(SeedResult seed, List<Flag> flags) {
    return seed.attacks().keySet().stream()
        .filter(this::gradients)
        .anyMatch(
            label ->
                flags.stream()
                    .noneMatch(
                        flag ->
                            flag.kind().equals(VANISHED_GRADIENT) && flag.attack().equals(label)));
  }

  private static Sign singleStep(
      String single, String one, String iterated, String many, String who) {
    List<Integer> missed = BitPairs.only(many, one);
    int found = BitPairs.only(one, many).size();
    return new Sign(
        Check.SINGLE_STEP_WINS,
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
        BitPairs.both(one, many),
        missed,
        McNemar.oneSided(found, missed.size()));
  }

  /**
   * Attacks without gradients against the worst case of those with gradients.
   *
   * @param randomised whether answers depend on chance, which takes a sample that is near a
   *     boundary now from the one attack and now from the other: those without gradients must break
   *     more of what the others miss than the other way round too (McNemar's exact test)
   */
  List<Sign> blackBox(SeedResult seed, String who, boolean randomised) {
    List<Sign> signs = new ArrayList<>();
    String guided = guided(seed);
    if (guided.isEmpty()) {
      return signs;
    }
    seed.attacks()
        .forEach(
            (label, bits) -> {
              if (attacks.containsKey(label) && !gradients(label)) {
                signs.add(blackBox(seed, label, label, guided, bits, randomised, who));
              }
            });
    for (CheckEvidence evidence : seed.evidence()) {
      if (evidence.check().equals(Check.BLACK_BOX_WINS.id()) && evidence.notRun() == null) {
        // both counts are of the samples that the attacks with gradients saw too
        String bits = survived(seed, evidence);
        signs.add(blackBox(seed, evidence.subject(), "", guided, bits, randomised, who));
      }
    }
    return signs;
  }

  /** Outcome bits of the first samples, as many as hold those that were asked about. */
  private static String survived(SeedResult seed, CheckEvidence evidence) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0, asked = 0; i < seed.clean().length() && asked < evidence.asked(); i++) {
      boolean right = seed.clean().charAt(i) == '1';
      asked += right ? 1 : 0;
      bits.append(right && !evidence.samples().contains(i) ? '1' : '0');
    }
    return bits.toString();
  }

  /** How many of the first samples the model gets right. */
  private static int right(SeedResult seed, int first) {
    return (int) IntStream.range(0, first).filter(i -> seed.clean().charAt(i) == '1').count();
  }

  private static Sign blackBox(
      SeedResult seed,
      String label,
      String attack,
      String guided,
      String bits,
      boolean randomised,
      String who) {
    List<Integer> found = BitPairs.only(guided, bits);
    int asked = right(seed, BitPairs.both(bits, guided));
    int missed = BitPairs.only(bits, guided).size();
    double chance = randomised ? McNemar.oneSided(missed, found.size()) : 0;
    return new Sign(
        Check.BLACK_BOX_WINS,
        attack,
        String.format(
            Locale.ROOT,
            "%s%s, which sees no gradient, breaks %d of %d samples that no attack with gradients"
                + " breaks. Gradients mislead, or attacks follow them too weakly: the worst case is too"
                + " high",
            who,
            label,
            found.size(),
            asked),
        asked,
        found,
        Math.max(chance, Excess.p(found.size(), asked, MISSED)));
  }

  /** Outcome bits over all attacks with gradients; empty without one. */
  private String guided(SeedResult seed) {
    List<String> all =
        seed.attacks().entrySet().stream()
            .filter(e -> gradients(e.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    int samples = all.stream().mapToInt(String::length).min().orElse(0);
    StringBuilder worst = new StringBuilder();
    for (int i = 0; i < samples; i++) {
      int sample = i;
      worst.append(all.stream().allMatch(bits -> bits.charAt(sample) == '1') ? '1' : '0');
    }
    return worst.toString();
  }

  private boolean gradients(String label) {
    return attacks.containsKey(label) && attacks.get(label).access().equals(GRADIENTS);
  }

  private boolean climbs(String label, String ascent) {
    return attacks.containsKey(label) && ascent.equals(attacks.get(label).ascent());
  }
}
