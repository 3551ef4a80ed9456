package org.robustgrid.leaderboard.reproduction;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.robustgrid.leaderboard.analysis.Figure;

/**
 * Two figures compared. With several seeds on both sides by Welch's test over seeds, with the fewer
 * degrees of freedom; else by their intervals, taken for those of independent normal estimates,
 * which is cautious where both are about the same samples.
 *
 * @param difference of the means over seeds, the first less the second
 * @param p two-sided; empty if there is neither a second seed nor an interval
 */
record FigureComparison(double difference, Optional<Double> p) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double HALF_WIDTHS = 2 * 1.959963984540054;

  /** Compares figures of two rows, one for each seed, at least one each. */
  static FigureComparison of(List<Figure> first, List<Figure> second) {
    double difference = mean(first) - mean(second);
    if (first.size() > 1 && second.size() > 1) {
      double error = Math.sqrt(variance(first) / first.size() + variance(second) / second.size());
      int degrees = Math.min(first.size(), second.size()) - 1;
      return new FigureComparison(
          difference, p(difference, error, t -> TDistribution.of(degrees).survivalProbability(t)));
    }
    Optional<Double> one = error(first);
    Optional<Double> other = error(second);
    if (one.isEmpty() || other.isEmpty()) {
      return new FigureComparison(difference, Optional.empty());
    }
    double error = Math.hypot(one.get(), other.get());
    return new FigureComparison(difference, p(difference, error, NORMAL::survivalProbability));
  }

  private static Optional<Double> p(
      double difference, double error, java.util.function.DoubleUnaryOperator tail) {
    if (error == 0) {
      return Optional.of(difference == 0 ? 1.0 : 0.0);
    }
    return Optional.of(Math.min(1, 2 * tail.applyAsDouble(Math.abs(difference) / error)));
  }

  /** The mean of the seeds' standard errors, as they are of the same samples. */
  private static Optional<Double> error(List<Figure> figures) {
    double sum = 0;
    for (Figure figure : figures) {
      if (figure.low() == null) {
        return Optional.empty();
      }
      sum += (figure.high() - figure.low()) / HALF_WIDTHS;
    }
    return Optional.of(sum / figures.size());
  }

  private static double mean(List<Figure> figures) {
    return figures.stream().mapToDouble(Figure::value).average().orElseThrow();
  }

  private static double variance(List<Figure> figures) {
    double mean = mean(figures);
    return figures.stream().mapToDouble(f -> (f.value() - mean) * (f.value() - mean)).sum()
        / (figures.size() - 1);
  }
}
