package org.robustgrid.leaderboard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.robustgrid.leaderboard.statistics.Bits;

/** Refuses a leaderboard from a file that cannot be compared, or contradicts itself. */
public final class LeaderboardCheck {

  private LeaderboardCheck() {}

  /**
   * Checks what arithmetic on outcome bits relies on, and that all figures are those of the bits.
   *
   * @throws IllegalArgumentException naming the board, row and figure
   */
  public static void check(Leaderboard leaderboard) {
    Provenance provenance = leaderboard.provenance();
    require(
        provenance != null && provenance.attacks() != null && provenance.plugins() != null,
        "the provenance lacks its attacks or plugins");
    for (Board board : leaderboard.boards()) {
      boolean whole =
          board.dataset() != null && board.threatModel() != null && board.rows() != null;
      require(whole, "a board lacks its dataset, threatModel or rows");
      int samples = leaderboard.testSet(board).size();
      Set<String> labels = new HashSet<>();
      for (Row row : board.rows()) {
        boolean stated =
            row.label() != null
                && row.attacks() != null
                && row.perSeed() != null
                && row.flags() != null;
        require(stated, "a row lacks its label, attacks, flags or perSeed");
        require(labels.add(row.label()), "two rows of a board are called " + row.label());
        check(row, samples);
      }
    }
    Recount.check(leaderboard);
  }

  private static void check(Row row, int samples) {
    Map<String, Integer> lengths = new HashMap<>();
    for (SeedResult seed : row.perSeed()) {
      require(
          seed.clean() == null || seed.weightHash() != null,
          "row " + row.label() + ", seed " + seed.seed() + " lacks its weightHash");
      Map<String, Bits> bits = new HashMap<>();
      bits.put("clean", seed.clean());
      bits.put("worst", seed.worst());
      if (seed.attacks() != null) {
        seed.attacks().forEach((attack, of) -> bits.put("attack " + attack, of));
      }
      if (seed.certified() != null) {
        seed.certified().forEach((radius, of) -> bits.put("certified " + radius, of));
      }
      if (seed.columns() != null) {
        seed.columns().forEach((column, of) -> bits.put("column " + column, of.bits()));
      }
      bits.values().removeIf(Objects::isNull);
      bits.forEach(
          (column, of) -> {
            int length = lengths.computeIfAbsent(column, c -> of.length());
            require(
                of.length() == length && length <= samples,
                "the outcome bits of row "
                    + row.label()
                    + ", seed "
                    + seed.seed()
                    + ", "
                    + column
                    + " are not one 0 or 1 for each sample");
          });
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
