package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.DistanceStatistics;
import org.robustgrid.leaderboard.statistics.Outcomes;

/** Distances of rows, and which of two rows is farther away, sample by sample. */
final class PairedDistances {

  private PairedDistances() {}

  /**
   * Two rows' outcomes in one column: 1 in the first where its distance is larger, 1 in the second
   * where that is, 0 in both where they are equal. Tests of paired outcomes are sign tests of
   * distances then.
   */
  record Pair(Outcomes first, Outcomes second) {}

  /** The attacks for which a seed holds distances. */
  static Set<String> attacks(SeedResult seed) {
    return seed.distances() == null ? Set.of() : seed.distances().keySet();
  }

  /** Distances of a row in a column; empty unless every seed has them. */
  static Optional<DistanceStatistics> of(Row row, Measure measure) {
    List<double[]> all = new ArrayList<>();
    for (SeedResult seed : row.perSeed()) {
      double[] distances = distances(seed, measure);
      if (distances == null || distances.length == 0) {
        return Optional.empty();
      }
      all.add(distances);
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(new DistanceStatistics(all));
  }

  /** Null if the seed has none. */
  private static double[] distances(SeedResult seed, Measure measure) {
    Map<String, List<Double>> stated = seed.distances();
    if (stated == null || stated.isEmpty()) {
      return null;
    }
    return switch (measure.kind()) {
      case ATTACK -> stated.containsKey(measure.name()) ? values(stated.get(measure.name())) : null;
      case WORST -> seed.worst() == null ? null : smallest(stated, seed.worst().length());
      default -> null;
    };
  }

  /** The smallest distance over attacks, of the first samples. */
  private static double[] smallest(Map<String, List<Double>> stated, int samples) {
    double[] smallest = new double[samples];
    Arrays.fill(smallest, Double.POSITIVE_INFINITY);
    for (List<Double> distances : stated.values()) {
      double[] values = values(distances);
      for (int i = 0; i < samples; i++) {
        smallest[i] = Math.min(smallest[i], values[i]);
      }
    }
    return smallest;
  }

  private static double[] values(List<Double> distances) {
    return distances.stream()
        .mapToDouble(distance -> distance == null ? Double.POSITIVE_INFINITY : distance)
        .toArray();
  }

  /** By sample of both attacks whether the first one's distance in a seed is the larger. */
  static Bits farther(SeedResult seed, String first, String second) {
    double[] a = values(seed.distances().get(first));
    double[] b = values(seed.distances().get(second));
    return farther(a, b, Math.min(a.length, b.length));
  }

  /** Compares two rows as far as seeds and samples of both go; empty if one has no distances. */
  static Optional<Pair> pair(Row first, Row second, Measure measure) {
    Optional<DistanceStatistics> one = of(first, measure);
    Optional<DistanceStatistics> other = of(second, measure);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    int seeds = Math.min(one.get().values().size(), other.get().values().size());
    int samples = Math.min(one.get().samples(), other.get().samples());
    List<Bits> ofOne = new ArrayList<>();
    List<Bits> ofOther = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      double[] a = one.get().values().get(seed);
      double[] b = other.get().values().get(seed);
      ofOne.add(farther(a, b, samples));
      ofOther.add(farther(b, a, samples));
    }
    return Optional.of(new Pair(new Outcomes(ofOne), new Outcomes(ofOther)));
  }

  private static Bits farther(double[] a, double[] b, int samples) {
    return Bits.of(samples, i -> a[i] > b[i]);
  }
}
