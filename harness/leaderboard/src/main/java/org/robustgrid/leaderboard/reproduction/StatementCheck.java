package org.robustgrid.leaderboard.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.reproduction.Finding.Verdict;
import org.robustgrid.leaderboard.statistics.Holm;
import org.robustgrid.leaderboard.statistics.Outcomes;
import org.robustgrid.leaderboard.statistics.PairedComparison;

/**
 * Tests the statements of a paper. All tests of an entry are one family, at 5 % with Holm's
 * correction; bounds go by intervals at 95 %. Orders of rates are tested on the same samples, by
 * the test that compares rows of a board.
 */
final class StatementCheck {

  private final Lookup lookup;

  StatementCheck(Lookup lookup) {
    this.lookup = lookup;
  }

  /**
   * A result before correction.
   *
   * @param direction positive if it is as the paper says, negative if the other way round
   * @param settled the verdict where no test decides
   */
  private record Draft(
      String says,
      String evidence,
      double direction,
      Optional<Double> p,
      Optional<Verdict> settled) {

    static Draft tested(String says, String evidence, double direction, Optional<Double> p) {
      Optional<Verdict> settled = p.isPresent() ? Optional.empty() : Optional.of(Verdict.UNDECIDED);
      return new Draft(says, evidence, direction, p, settled);
    }

    static Draft none(String says, String why) {
      return new Draft(says, why, 0, Optional.empty(), Optional.of(Verdict.NOT_TESTABLE));
    }
  }

  /** The findings, in the order of the statements; an order of several rows has several. */
  List<Finding> of(List<Statement> statements) {
    List<Draft> drafts = new ArrayList<>();
    statements.forEach(statement -> drafts.addAll(check(statement)));
    List<Double> tested = drafts.stream().flatMap(draft -> draft.p().stream()).toList();
    List<Double> adjusted = Holm.adjust(tested);
    List<Finding> findings = new ArrayList<>();
    int next = 0;
    for (Draft draft : drafts) {
      Optional<Double> corrected =
          draft.p().isPresent() ? Optional.of(adjusted.get(next++)) : Optional.empty();
      findings.add(
          new Finding(
              draft.says(), verdict(draft, corrected), draft.evidence(), draft.p(), corrected));
    }
    return findings;
  }

  private static Verdict verdict(Draft draft, Optional<Double> adjusted) {
    if (draft.settled().isPresent()) {
      return draft.settled().get();
    }
    if (adjusted.orElseThrow() > PairedComparison.LEVEL || draft.direction() == 0) {
      return Verdict.UNDECIDED;
    }
    return draft.direction() > 0 ? Verdict.REPRODUCED : Verdict.OPPOSITE;
  }

  private List<Draft> check(Statement statement) {
    if (statement instanceof Statement.Order order) {
      List<Draft> drafts = new ArrayList<>();
      for (int i = 1; i < order.rows().size(); i++) {
        drafts.add(order(order, order.rows().get(i - 1), order.rows().get(i)));
      }
      return drafts;
    }
    if (statement instanceof Statement.Bound bound) {
      return List.of(bound(bound));
    }
    if (statement instanceof Statement.Trend trend) {
      return List.of(trend(trend));
    }
    Statement.Untestable untestable = (Statement.Untestable) statement;
    return List.of(Draft.none(untestable.says(), untestable.why()));
  }

  private Draft order(Statement.Order order, String above, String below) {
    String says =
        order.rows().size() == 2 ? order.says() : order.says() + ": " + above + ", " + below;
    return order.place().analysis().isPresent()
        ? figures(says, order.place(), above, below)
        : rates(says, order.place(), above, below);
  }

  private Draft rates(String says, Place place, String above, String below) {
    Optional<Row> first = lookup.row(place.in(above));
    Optional<Row> second = lookup.row(place.in(below));
    Optional<Measure> measure = Lookup.measure(place);
    if (first.isEmpty() || second.isEmpty() || measure.isEmpty()) {
      return Draft.none(
          says, "the board lacks the row '" + (first.isEmpty() ? above : below) + "'");
    }
    Optional<List<Outcomes>> outcomes = measure.get().pair(first.get(), second.get());
    if (outcomes.isEmpty()) {
      return Draft.none(says, "a row has no result in " + measure.get().words());
    }
    PairedComparison comparison = PairedComparison.of(outcomes.get().get(0), outcomes.get().get(1));
    boolean distances = place.measure().orElse("").startsWith("distance ");
    String evidence =
        distances
            ? above
                + " is farther on "
                + percent(comparison.firstRate())
                + " of samples, "
                + below
                + " on "
                + percent(comparison.secondRate())
            : above
                + " "
                + percent(comparison.firstRate())
                + ", "
                + below
                + " "
                + percent(comparison.secondRate())
                + ", difference in points "
                + signed(100 * comparison.difference().estimate())
                + " ["
                + signed(100 * comparison.difference().low())
                + ", "
                + signed(100 * comparison.difference().high())
                + "]";
    String bound =
        first.get().unreliable()
            ? "; the evaluation of " + above + " is flagged, so its accuracy is an upper bound"
            : "";
    return Draft.tested(
        says,
        evidence + bound,
        comparison.difference().estimate(),
        first.get().unreliable() ? Optional.empty() : Optional.of(comparison.p()));
  }

  private Draft figures(String says, Place place, String above, String below) {
    List<Figure> first = lookup.figures(place.in(above));
    List<Figure> second = lookup.figures(place.in(below));
    if (first.isEmpty() || second.isEmpty()) {
      return Draft.none(
          says,
          "'"
              + lookup.figureName(place)
              + "' of "
              + (first.isEmpty() ? above : below)
              + " is not on the board");
    }
    FigureComparison comparison = FigureComparison.of(first, second);
    String evidence =
        above + " " + number(first.get(0)) + ", " + below + " " + number(second.get(0));
    return Draft.tested(
        says,
        comparison.p().isPresent()
            ? evidence
            : evidence + "; figures of one training have no interval, so that nothing is tested",
        comparison.difference(),
        comparison.p());
  }

  private Draft bound(Statement.Bound bound) {
    Optional<Value> found = lookup.value(bound.place());
    if (found.isEmpty()) {
      return Draft.none(bound.says(), "the board lacks this value");
    }
    Value value = found.get();
    double low = value.low().orElse(value.value());
    double high = value.high().orElse(value.value());
    boolean held =
        (bound.atMost().isEmpty() || high <= bound.atMost().getAsDouble())
            && (bound.atLeast().isEmpty() || low >= bound.atLeast().getAsDouble());
    boolean broken =
        bound.atMost().isPresent() && low > bound.atMost().getAsDouble()
            || bound.atLeast().isPresent() && high < bound.atLeast().getAsDouble();
    String evidence =
        words(value.value(), value.share())
            + " ["
            + words(low, value.share())
            + ", "
            + words(high, value.share())
            + "]";
    // the interval at 95 % takes the place of a test
    Verdict verdict = held ? Verdict.REPRODUCED : broken ? Verdict.OPPOSITE : Verdict.UNDECIDED;
    return new Draft(bound.says(), evidence, 0, Optional.empty(), Optional.of(verdict));
  }

  private Draft trend(Statement.Trend trend) {
    Optional<Series> found =
        lookup
            .analyses(trend.place())
            .flatMap(analysis -> analysis.series().stream())
            .filter(series -> series.name().equals(trend.series()))
            .filter(series -> trend.axis().isEmpty() || series.yName().equals(trend.axis()))
            .findFirst();
    if (found.isEmpty() || found.get().x().size() < 2) {
      return Draft.none(
          trend.says(), "the line '" + trend.series() + "' is not on the board, or has one point");
    }
    Series series = found.get();
    Kendall kendall = Kendall.of(series.x(), series.y());
    return Draft.tested(
        trend.says(),
        "Kendall's tau "
            + signed(kendall.tau())
            + " over "
            + series.x().size()
            + " points, from "
            + String.format(Locale.ROOT, "%.3g", series.y().get(0))
            + " to "
            + String.format(Locale.ROOT, "%.3g", series.y().get(series.y().size() - 1)),
        trend.rises() ? kendall.tau() : -kendall.tau(),
        Optional.of(kendall.p()));
  }

  private static String number(Figure figure) {
    String value = String.format(Locale.ROOT, "%.3g", figure.value());
    return figure.low() == null
        ? value
        : value + String.format(Locale.ROOT, " [%.3g, %.3g]", figure.low(), figure.high());
  }

  private static String words(double value, boolean share) {
    return share ? percent(value) : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%s%.2f", value < 0 ? "−" : "+", Math.abs(value));
  }
}
