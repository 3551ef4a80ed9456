package org.robustgrid.leaderboard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.leaderboard.DistanceSummary.CurvePoint;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.statistics.DistanceStatistics;
import org.robustgrid.leaderboard.statistics.DistanceStatistics.Estimate;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;

/**
 * Computes the figures of the rows of a minimum-distance board from the distances of each sample.
 */
public final class BoardDistances {

  private static final int CURVE_POINTS = 21;

  private final ThreatModelEntry threat;
  private final int samples;

  private BoardDistances(ThreatModelEntry threat, int samples) {
    this.threat = threat;
    this.samples = samples;
  }

  /**
   * The same rows with medians, means, curves and ranks; as they are where the board has another
   * goal.
   *
   * @param samples of the board
   */
  public static List<Row> of(List<Row> rows, ThreatModelEntry threat, int samples) {
    return threat.minimumDistance() ? new BoardDistances(threat, samples).of(rows) : rows;
  }

  private List<Row> of(List<Row> rows) {
    List<Double> radii = radii(rows);
    Map<String, Rank> worst = RankIntervals.ranks(rows, Measure.WORST);
    List<Row> summed = new ArrayList<>();
    for (Row row : rows) {
      TreeSet<String> labels = new TreeSet<>();
      row.perSeed().forEach(seed -> labels.addAll(PairedDistances.attacks(seed)));
      Map<String, Distance> attacks = new TreeMap<>();
      for (String label : labels) {
        PairedDistances.of(row, Measure.attack(label))
            .ifPresent(of -> attacks.put(label, distance(of, null)));
      }
      Optional<DistanceStatistics> of = PairedDistances.of(row, Measure.WORST);
      summed.add(
          row.toBuilder()
              .distances(
                  new DistanceSummary(
                      of.map(d -> distance(d, worst.get(row.label()))).orElse(null),
                      attacks,
                      of.map(d -> curve(d, radii)).orElse(List.of())))
              .build());
    }
    return summed;
  }

  private Distance distance(DistanceStatistics of, Rank rank) {
    Estimate median = of.median(Intervals.CONFIDENCE);
    Estimate mean = of.mean(threat.epsilon(), Intervals.CONFIDENCE);
    return new Distance(
        finite(median.value()),
        finite(median.low()),
        finite(median.high()),
        finite(mean.value()),
        finite(mean.low()),
        finite(mean.high()),
        of.unbroken(),
        of.samples() == samples ? null : of.samples(),
        rank);
  }

  private static Double finite(double value) {
    return Double.isInfinite(value) ? null : value;
  }

  /**
   * Equally spaced radii, from 0 to a radius at which nearly every sample of every row is broken.
   */
  private List<Double> radii(List<Row> rows) {
    double last = 0;
    for (Row row : rows) {
      Optional<DistanceStatistics> of = PairedDistances.of(row, Measure.WORST);
      if (of.isPresent()) {
        for (double[] seed : of.get().values()) {
          double[] finite =
              Arrays.stream(seed).filter(d -> !Double.isInfinite(d)).sorted().toArray();
          if (finite.length > 0) {
            last = Math.max(last, finite[(int) Math.ceil(0.95 * (finite.length - 1))]);
          }
        }
      }
    }
    last = threat.bounded() ? threat.epsilon() : last;
    double step = last == 0 ? 1 : roundUp(last / (CURVE_POINTS - 1));
    List<Double> radii = new ArrayList<>();
    for (int i = 0; i < CURVE_POINTS; i++) {
      // a product of decimals, so that 0.3 is not 0.30000000000000004
      radii.add(
          new BigDecimal(Double.toString(step)).multiply(BigDecimal.valueOf(i)).doubleValue());
    }
    return radii;
  }

  /** The next 1, 2, 2.5 or 5 times a power of ten. */
  private static double roundUp(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      double rounded = new BigDecimal(factor * power).round(new MathContext(6)).doubleValue();
      if (rounded >= value * (1 - 1e-9)) {
        return rounded;
      }
    }
    return 10 * power;
  }

  private List<CurvePoint> curve(DistanceStatistics of, List<Double> radii) {
    List<CurvePoint> curve = new ArrayList<>();
    for (double radius : radii) {
      if (radius > threat.epsilon()) {
        break;
      }
      double surviving = of.beyond(radius);
      Interval interval = Intervals.wilson(surviving, of.samples(), Intervals.CONFIDENCE);
      curve.add(new CurvePoint(radius, surviving / of.samples(), interval.low(), interval.high()));
    }
    return curve;
  }

  /** Whether every seed holds the distances of each attack that it has results for. */
  static boolean hasDistances(SeedResult seed) {
    return seed.attacks() == null
        || seed.distances() != null && seed.distances().keySet().equals(seed.attacks().keySet());
  }
}
