package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.McNemar;

/**
 * Tests whether a row is more robust in a larger ball than in a smaller one inside it, although
 * every attack may also use the images of the smaller ball: McNemar's exact test on the samples of
 * both. A single-step attack alone is not such a test: it goes the whole way along one gradient,
 * beyond images that it would find in the smaller ball.
 *
 * <p>Boards are compared with those of the same goal. On a targeted board a sample survives if no
 * target is reached; both balls have the same targets. On a minimum-distance board a sample
 * survives if no attack broke it within the bound, if there is one.
 */
final class LargerEpsilon {

  private final double smaller;
  private final double larger;
  private final Predicate<String> oneStep;

  private LargerEpsilon(double smaller, double larger, Predicate<String> oneStep) {
    this.smaller = smaller;
    this.larger = larger;
    this.oneStep = oneStep;
  }

  /**
   * What is tested of a row of a board: every iterated attack and the worst case, by smaller ball.
   *
   * @param oneStep whether an attack takes a single step, by label
   */
  static List<Sign> signs(List<Board> boards, Board board, Row row, Predicate<String> oneStep) {
    List<Sign> signs = new ArrayList<>();
    for (Board inner : boards) {
      double epsilon = inner.threatModel().epsilon();
      if (inner.threatModel().sameGoal(board.threatModel())
          && inner.dataset().equals(board.dataset())
          && inner.threatModel().norm().equals(board.threatModel().norm())
          && epsilon < board.threatModel().epsilon()) {
        LargerEpsilon pair = new LargerEpsilon(epsilon, board.threatModel().epsilon(), oneStep);
        inner.rows().stream()
            .filter(other -> other.label().equals(row.label()))
            .forEach(other -> signs.addAll(pair.signs(other, row)));
      }
    }
    return signs;
  }

  private List<Sign> signs(Row inSmaller, Row inLarger) {
    List<Sign> signs = new ArrayList<>();
    for (SeedResult seed : inLarger.perSeed()) {
      Optional<SeedResult> same =
          inSmaller.perSeed().stream().filter(s -> s.seed() == seed.seed()).findFirst();
      if (same.isEmpty()) {
        continue;
      }
      if (seed.worst() != null && same.get().worst() != null) {
        signs.add(sign(seed.seed(), "", same.get().worst(), seed.worst()));
      }
      seed.attacks()
          .forEach(
              (attack, bits) -> {
                Bits other = same.get().attacks().get(attack);
                if (other != null && !oneStep.test(attack)) {
                  signs.add(sign(seed.seed(), attack, other, bits));
                }
              });
    }
    return signs;
  }

  private Sign sign(long seed, String attack, Bits inSmaller, Bits inLarger) {
    List<Integer> survived = inLarger.andNot(inSmaller).right().boxed().toList();
    int broken = inSmaller.andNot(inLarger).count();
    return new Sign(
        Check.LARGER_EPSILON_HELPS.id(),
        attack,
        String.format(
            Locale.ROOT,
            "seed %d: %d samples broken at epsilon %s survive %s, which contains every image of"
                + " the smaller ball; %d the other way. The attack does not find them: rely on"
                + " neither figure",
            seed,
            survived.size(),
            smaller,
            Double.isInfinite(larger) ? "in the whole domain" : "at " + larger,
            broken),
        Math.min(inSmaller.length(), inLarger.length()),
        survived,
        McNemar.oneSided(broken, survived.size()),
        false,
        true);
  }
}
