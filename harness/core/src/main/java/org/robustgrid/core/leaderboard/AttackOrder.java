package org.robustgrid.core.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.core.plan.Check;
import org.robustgrid.core.plan.PlannedAttack;
import org.robustgrid.core.run.CheckEvidence;
import org.robustgrid.core.statistics.Excess;
import org.robustgrid.core.statistics.McNemar;
import org.robustgrid.spi.Access;

/** Whether weaker attacks find what stronger ones miss, which speaks against the stronger ones. */
final class AttackOrder {

  private static final double LEVEL = 0.05;

  /** The share of samples that a sound evaluation with gradients may miss. */
  private static final double MISSED = 0.01;

  private static final String SINGLE_STEP = "fgsm";

  private final Map<String, PlannedAttack> attacks;

  /**
   * An order of attacks.
   *
   * @param attacks of the grid
   */
  AttackOrder(List<PlannedAttack> attacks) {
    this.attacks = attacks.stream().collect(Collectors.toMap(PlannedAttack::label, a -> a));
  }

  /** One gradient step against many: McNemar's exact test on the samples of both. */
  List<Flag> singleStep(SeedResult seed, String who) {
    List<Flag> flags = new ArrayList<>();
    seed.attacks()
        .forEach(
            (label, bits) -> {
              if (is(label, SINGLE_STEP::equals)) {
                seed.attacks().forEach((other, o) -> compare(label, bits, other, o, who, flags));
              }
            });
    return flags;
  }

  private void compare(
      String single, String one, String iterated, String many, String who, List<Flag> flags) {
    if (!is(iterated, id -> id.equals("pgd") || id.startsWith("apgd"))) {
      return;
    }
    int missed = BitPairs.only(many, one);
    int found = BitPairs.only(one, many);
    double p = McNemar.oneSided(found, missed);
    if (p <= LEVEL) {
      flags.add(
          new Flag(
              Check.SINGLE_STEP_WINS.id(),
              iterated,
              String.format(
                  Locale.ROOT,
                  "%s%s breaks %d samples in one step that %s does not break in many, and misses"
                      + " %d that it breaks (p = %.2g). The loss is too rough to climb, or the"
                      + " iterated attack is badly set",
                  who,
                  single,
                  missed,
                  iterated,
                  found,
                  p)));
    }
  }

  /** Attacks without gradients against the worst case of those with gradients. */
  List<Flag> blackBox(SeedResult seed, String who) {
    List<Flag> flags = new ArrayList<>();
    String guided = guided(seed);
    if (guided.isEmpty()) {
      return flags;
    }
    seed.attacks()
        .forEach(
            (label, bits) -> {
              if (attacks.containsKey(label) && !gradients(label)) {
                int asked =
                    (int)
                        IntStream.range(0, Math.min(bits.length(), guided.length()))
                            .filter(i -> seed.clean().charAt(i) == '1')
                            .count();
                flag(label, label, BitPairs.only(guided, bits), asked, who, flags);
              }
            });
    if (seed.checks() != null) {
      for (CheckEvidence evidence : seed.checks().evidence()) {
        if (evidence.check().equals(Check.BLACK_BOX_WINS.id()) && evidence.notRun() == null) {
          int found =
              (int)
                  evidence.samples().stream()
                      .filter(i -> i < guided.length() && guided.charAt(i) == '1')
                      .count();
          flag(evidence.subject(), "", found, evidence.asked(), who, flags);
        }
      }
    }
    return flags;
  }

  private static void flag(
      String label, String attack, int found, int asked, String who, List<Flag> flags) {
    if (Excess.beyond(found, asked, MISSED)) {
      flags.add(
          new Flag(
              Check.BLACK_BOX_WINS.id(),
              attack,
              String.format(
                  Locale.ROOT,
                  "%s%s, which sees no gradient, breaks %d of %d samples that no attack with"
                      + " gradients breaks. Gradients mislead: the worst case is too high",
                  who,
                  label,
                  found,
                  asked)));
    }
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
    return attacks.containsKey(label)
        && attacks.get(label).access().equals(Access.GRADIENTS.name());
  }

  private boolean is(String label, Predicate<String> id) {
    return attacks.containsKey(label) && id.test(attacks.get(label).plugin().id());
  }
}
