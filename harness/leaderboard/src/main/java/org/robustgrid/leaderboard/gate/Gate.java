package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.gate.LeaderboardMatch.RowMatch;
import org.robustgrid.leaderboard.gate.RegressionTest.Decisions;
import org.robustgrid.leaderboard.gate.RowCheck.Column;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/** Compares a candidate leaderboard with a baseline. */
public final class Gate {

  private final GatePolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  private Gate(GatePolicy policy) {
    this.policy = policy;
  }

  /**
   * Judges a candidate.
   *
   * @throws UserException when one side has nothing to compare
   */
  public static Verdict judge(Leaderboard baseline, Leaderboard candidate, GatePolicy policy) {
    return new Gate(policy).judge(baseline, candidate);
  }

  /**
   * Refuses a candidate that can be no baseline.
   *
   * @throws UserException when it has no results, or is not finished
   */
  public static void requireFinished(Leaderboard candidate) {
    requireResults(candidate);
    List<String> unfinished =
        candidate.boards().stream()
            .flatMap(board -> board.rows().stream())
            .filter(row -> row.status() == State.INCOMPLETE)
            .map(Row::label)
            .distinct()
            .toList();
    if (!unfinished.isEmpty()) {
      throw new UserException(
          "the candidate is not finished and would be a baseline with holes: "
              + String.join(", ", unfinished)
              + "; run its grid again, finished cells are kept");
    }
  }

  private static void requireResults(Leaderboard candidate) {
    boolean none =
        rows(candidate)
            .allMatch(row -> Measure.CLEAN.of(row).isEmpty() && row.status() != State.FAILED);
    if (none) {
      throw new UserException(
          "the candidate is an empty run, without any result; run its grid first");
    }
  }

  private static Stream<Row> rows(Leaderboard leaderboard) {
    return leaderboard.boards().stream().flatMap(board -> board.rows().stream());
  }

  private Verdict judge(Leaderboard baseline, Leaderboard candidate) {
    if (rows(baseline).allMatch(row -> Measure.WORST.of(row).isEmpty())) {
      throw new UserException(
          "the baseline has no row with a worst case, so that there is nothing to hold the"
              + " candidate to; accept a finished run as the baseline");
    }
    requireResults(candidate);
    LeaderboardMatch match = new LeaderboardMatch(baseline, candidate);
    findings.addAll(match.findings());
    findings.addAll(
        new EvaluationMatch(baseline.provenance(), candidate.provenance(), policy).findings());
    List<Column> columns = new ArrayList<>();
    FlagCheck flags = new FlagCheck(baseline, candidate);
    for (RowMatch row : match.rows()) {
      RowCheck check = new RowCheck(row, policy);
      findings.addAll(check.findings());
      findings.addAll(
          new RowSettings(row, candidate.provenance().checks().asking(), policy).findings());
      columns.addAll(check.columns());
      flags.add(row);
    }
    test(columns, flags);
    time(baseline, candidate, "evaluation time", "totalEvaluationSeconds", policy.evaluationTime());
    time(baseline, candidate, "training time", "totalTrainingSeconds", policy.trainingTime());
    Status status =
        findings.stream()
            .map(Finding::status)
            .filter(s -> s != Status.NOTE)
            .max(Comparator.naturalOrder())
            .orElse(Status.PASSED);
    return new Verdict(Verdict.FORMAT, status, baseline.grid(), policy.level(), findings);
  }

  private void test(List<Column> columns, FlagCheck flags) {
    Decisions decisions =
        new RegressionTest(policy)
            .decide(columns.stream().map(Column::pair).toList(), flags.evidence());
    findings.addAll(flags.findings(decisions.evidence()));
    for (int i = 0; i < columns.size(); i++) {
      findings.add(finding(columns.get(i), decisions.rates().get(i)));
    }
  }

  private static Finding finding(Column column, Decision decision) {
    boolean paired = decision.method() == Method.SAME_WEIGHTS;
    int[] changes = paired ? column.pair().changes() : new int[0];
    int lost = (int) Arrays.stream(changes).filter(change -> change < 0).count();
    int gained = (int) Arrays.stream(changes).filter(change -> change > 0).count();
    return new Finding(
        decision.status(),
        column.row().board(),
        column.row().baseline().label(),
        column.measure().words(),
        decision.method(),
        column.pair().baseline().outcomes().rate(),
        column.pair().candidate().outcomes().rate(),
        paired ? lost : null,
        paired ? gained : null,
        decision.p().orElse(null),
        decision.adjusted().orElse(null),
        decision.reason());
  }

  private void time(
      Leaderboard baseline, Leaderboard candidate, String what, String key, Optional<Double> most) {
    most.ifPresent(
        ratio ->
            findings.add(
                Ratio.check("", "", what, seconds(baseline, key), seconds(candidate, key), ratio)));
  }

  private static Optional<Double> seconds(Leaderboard side, String key) {
    return side.timing() != null && side.timing().get(key) instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }
}
