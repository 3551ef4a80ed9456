package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.statistics.Holm;

/**
 * A possible sign against an evaluation, with its probability in a sound one.
 *
 * @param check its id
 * @param attack the attack that it is about, or empty
 * @param message what it means
 * @param asked how many samples were looked at
 * @param samples indices of those that speak against the evaluation
 * @param p probability of at least this many in a sound evaluation; 0 if one is enough
 * @param figuresHold whether it says nothing of attacks that failed
 * @param clearestOnly whether of all signs of the check about one attack the clearest alone becomes
 *     a flag
 */
public record Sign(
    String check,
    String attack,
    String message,
    int asked,
    List<Integer> samples,
    double p,
    boolean figuresHold,
    boolean clearestOnly) {

  /**
   * All tests of a row on a board are one family: a sound row is flagged with at most this
   * probability.
   */
  public static final double LEVEL = 0.01;

  public Sign {
    samples = List.copyOf(samples);
  }

  /** A sign that attacks failed. */
  Sign(String check, String attack, String message, int asked, List<Integer> samples, double p) {
    this(check, attack, message, asked, samples, p, false, false);
  }

  /** The flags of a row, the clearest first, by Holm's correction over all its signs. */
  static List<Flag> flags(List<Sign> signs) {
    List<Double> adjusted = Holm.adjust(signs.stream().map(Sign::p).toList());
    Set<String> clearest = new HashSet<>();
    List<Flag> flags = new ArrayList<>();
    IntStream.range(0, signs.size())
        .boxed()
        .filter(i -> adjusted.get(i) <= LEVEL)
        .sorted(Comparator.comparing(adjusted::get))
        .forEach(
            i -> {
              Sign sign = signs.get(i);
              if (!sign.clearestOnly() || clearest.add(sign.check() + " " + sign.attack())) {
                flags.add(sign.flag(adjusted.get(i)));
              }
            });
    return flags;
  }

  private Flag flag(double adjusted) {
    return new Flag(
        check,
        attack,
        message,
        new FlagEvidence(asked, samples, adjusted, figuresHold ? true : null));
  }
}
