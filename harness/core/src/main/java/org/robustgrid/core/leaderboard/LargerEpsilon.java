package org.robustgrid.core.leaderboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.core.leaderboard.Leaderboard.Board;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.core.plan.Check;
import org.robustgrid.core.statistics.Holm;
import org.robustgrid.core.statistics.McNemar;

/**
 * Whether a row survives better in a larger ball than in the smaller one inside it, where every
 * attack has all the images of the smaller one too: McNemar's exact test on the samples of both,
 * with Holm's correction over all that the row is tested for.
 */
final class LargerEpsilon {

  private static final double LEVEL = 0.05;

  private LargerEpsilon() {}

  /** An attack on one model in two balls; the empty attack is the worst case. */
  private record Test(long seed, String attack, double smaller, int survived, int fell, double p) {}

  /** The remarks on a row of a board, one for each attack at most. */
  static List<Flag> flags(List<Board> boards, Board board, Row row) {
    List<Test> tests = new ArrayList<>();
    for (Board smaller : boards) {
      if (smaller.dataset().equals(board.dataset())
          && smaller.threatModel().norm().equals(board.threatModel().norm())
          && smaller.threatModel().epsilon() < board.threatModel().epsilon()) {
        smaller.rows().stream()
            .filter(other -> other.label().equals(row.label()))
            .forEach(other -> tests.addAll(tests(other, row, smaller)));
      }
    }
    List<Double> adjusted = Holm.adjust(tests.stream().map(Test::p).toList());
    Map<String, Integer> clearest = new TreeMap<>();
    IntStream.range(0, tests.size())
        .boxed()
        .filter(i -> adjusted.get(i) <= LEVEL)
        .sorted(Comparator.comparing(adjusted::get))
        .forEach(i -> clearest.putIfAbsent(tests.get(i).attack(), i));
    return clearest.values().stream()
        .map(i -> flag(tests.get(i), adjusted.get(i), board.threatModel().epsilon()))
        .toList();
  }

  private static List<Test> tests(Row smaller, Row larger, Board at) {
    List<Test> tests = new ArrayList<>();
    for (SeedResult seed : larger.perSeed()) {
      Optional<SeedResult> same =
          smaller.perSeed().stream().filter(s -> s.seed() == seed.seed()).findFirst();
      if (same.isEmpty()) {
        continue;
      }
      double epsilon = at.threatModel().epsilon();
      if (seed.worst() != null && same.get().worst() != null) {
        tests.add(test(seed.seed(), "", epsilon, same.get().worst(), seed.worst()));
      }
      seed.attacks()
          .forEach(
              (attack, bits) -> {
                String other = same.get().attacks().get(attack);
                if (other != null) {
                  tests.add(test(seed.seed(), attack, epsilon, other, bits));
                }
              });
    }
    return tests;
  }

  private static Test test(
      long seed, String attack, double smaller, String inSmaller, String inLarger) {
    int survived = BitPairs.only(inLarger, inSmaller);
    int fell = BitPairs.only(inSmaller, inLarger);
    return new Test(seed, attack, smaller, survived, fell, McNemar.oneSided(fell, survived));
  }

  private static Flag flag(Test test, double p, double larger) {
    return new Flag(
        Check.LARGER_EPSILON_HELPS.id(),
        test.attack(),
        String.format(
            Locale.ROOT,
            "seed %d: %d samples that fall at epsilon %s survive at %s, which holds every image of"
                + " the smaller ball; %d the other way (p = %.2g). The attack gets lost: believe"
                + " neither figure",
            test.seed(),
            test.survived(),
            test.smaller(),
            larger,
            test.fell(),
            p));
  }
}
