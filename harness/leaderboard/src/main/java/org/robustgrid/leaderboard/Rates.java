package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.leaderboard.statistics.Moments;

/** Computes rates from outcome bits. */
public final class Rates {

  private Rates() {}

  /**
   * A rate over seeds with its interval over samples; empty if a seed has no bits.
   *
   * @param bits by seed, null if a seed has none; of one length
   * @param all samples of the board
   */
  public static Optional<Rate> of(List<Bits> bits, int all) {
    List<Double> rates = new ArrayList<>();
    int samples = 0;
    double successes = 0;
    for (Bits outcome : bits) {
      if (outcome == null) {
        return Optional.empty();
      }
      // every seed has the same limit
      samples = outcome.length();
      int ones = outcome.count();
      successes += ones;
      rates.add(ones / (double) samples);
    }
    if (rates.isEmpty() || samples == 0) {
      return Optional.empty();
    }
    // the same samples under every seed: seeds do not make more of them
    Interval interval = Intervals.wilson(successes / bits.size(), samples, Intervals.CONFIDENCE);
    OptionalDouble spread = Moments.spread(rates);
    return Optional.of(
        new Rate(
            successes / bits.size() / samples,
            interval,
            spread.isPresent() ? spread.getAsDouble() : null,
            samples == all ? null : samples,
            null));
  }

  /** The same of certified samples, whose number the row states once. */
  public static Optional<Rate> certified(List<Bits> bits) {
    return of(bits, 0).map(r -> new Rate(r.rate(), r.interval(), r.spread()));
  }

  /**
   * Rates of the further columns that every seed has.
   *
   * @param all samples of the board
   */
  public static Map<String, Rate> columns(List<SeedResult> seeds, int all) {
    Map<String, Rate> rates = new TreeMap<>();
    for (String name : columnNames(seeds)) {
      List<Bits> bits = new ArrayList<>();
      seeds.forEach(seed -> bits.add(seed.column(name)));
      of(bits, all).ifPresent(rate -> rates.put(name, rate));
    }
    return rates;
  }

  /** The names of the further columns that any seed has. */
  static SortedSet<String> columnNames(List<SeedResult> seeds) {
    SortedSet<String> names = new TreeSet<>();
    seeds.forEach(
        seed -> names.addAll(seed.columns() == null ? Set.of() : seed.columns().keySet()));
    return names;
  }

  /** A column's bits by seed, null if a seed has none. */
  public static List<Bits> bits(List<SeedResult> seeds, Measure measure) {
    List<Bits> bits = new ArrayList<>();
    seeds.forEach(seed -> bits.add(measure.bits(seed)));
    return bits;
  }

  /**
   * 1 if a sample is right and survives every attack, for the samples that every attack was run on.
   *
   * @param attacks outcome bits, at least one attack's
   */
  public static Bits worst(Bits clean, List<Bits> attacks) {
    return attacks.stream().reduce(clean, Bits::and);
  }
}
