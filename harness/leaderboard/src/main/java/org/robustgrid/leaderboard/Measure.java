package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Outcomes;

/**
 * A column of a board: what is counted as right.
 *
 * @param name the attack's label or the certified radius, else empty
 */
public record Measure(Kind kind, String name) {

  /** What is counted. */
  public enum Kind {
    /** Right, and stays right under every attack. */
    WORST,
    /** Right without attack. */
    CLEAN,
    /** Right, and stays right under one attack. */
    ATTACK,
    /** Right, and certified at an L2 radius. */
    CERTIFIED
  }

  public static final Measure WORST = new Measure(Kind.WORST, "");
  public static final Measure CLEAN = new Measure(Kind.CLEAN, "");

  public static Measure attack(String label) {
    return new Measure(Kind.ATTACK, label);
  }

  public static Measure certified(String radius) {
    return new Measure(Kind.CERTIFIED, radius);
  }

  /** The attacks that rows of a board have results under, by label. */
  public static List<Measure> attacks(Board board) {
    TreeSet<String> labels = new TreeSet<>();
    board.rows().forEach(row -> labels.addAll(row.attacks().keySet()));
    return labels.stream().map(Measure::attack).toList();
  }

  /** The radii at which a row is certified, the same for every seed. */
  public static List<Measure> certified(Row row) {
    return row.certified() == null
        ? List.of()
        : new TreeSet<>(row.certified().keySet()).stream().map(Measure::certified).toList();
  }

  /** A row's outcomes, by its seeds; empty if one of them has none, or no sample. */
  public Optional<Outcomes> of(Row row) {
    List<Bits> bits = new ArrayList<>();
    for (SeedResult seed : row.perSeed()) {
      Bits one = bits(seed);
      if (one == null || one.length() == 0) {
        return Optional.empty();
      }
      bits.add(one);
    }
    return bits.isEmpty() ? Optional.empty() : Optional.of(new Outcomes(bits));
  }

  /**
   * Outcomes of two rows on the same samples. On a board of minimum distance a sample is right in
   * the row whose distance is larger; elsewhere they are those of each row.
   */
  public Optional<List<Outcomes>> pair(Row first, Row second) {
    Optional<PairedDistances.Pair> distances = PairedDistances.pair(first, second, this);
    if (distances.isPresent()) {
      return Optional.of(List.of(distances.get().first(), distances.get().second()));
    }
    return of(first).flatMap(one -> of(second).map(other -> List.of(one, other)));
  }

  /** A seed's outcome bits; null if it has none. */
  Bits bits(SeedResult seed) {
    return switch (kind) {
      case WORST -> seed.worst();
      case CLEAN -> seed.clean();
      case ATTACK -> seed.attacks() == null ? null : seed.attacks().get(name);
      case CERTIFIED -> seed.certified() == null ? null : seed.certified().get(name);
    };
  }

  /** Its name in words: {@code worst case}, {@code clean}, an attack's label. */
  public String words() {
    return switch (kind) {
      case WORST -> "worst case";
      case CLEAN -> "clean";
      case ATTACK -> name;
      case CERTIFIED -> "certified at " + name;
    };
  }

  /** The word for its kind in data: {@code worst}, {@code clean}, {@code attack}. */
  public String key() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
