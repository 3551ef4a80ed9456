package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.Signs;
import org.robustgrid.leaderboard.gate.LeaderboardMatch.RowMatch;
import org.robustgrid.leaderboard.gate.RegressionTest.Evidence;
import org.robustgrid.leaderboard.gate.Suspicions.Subject;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/**
 * Finds flags of the candidate's evaluation that the baseline does not have: a model that hides its
 * gradients looks like an improvement. A new flag fails the gate if its check found significantly
 * more than in the baseline.
 */
final class FlagCheck {

  private final Signs before;
  private final Signs after;
  private final List<RowMatch> rows = new ArrayList<>();
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  FlagCheck(Leaderboard baseline, Leaderboard candidate) {
    this.before = new Signs(baseline);
    this.after = new Signs(candidate);
  }

  void add(RowMatch row) {
    Map<Subject, Suspicions> was = Suspicions.of(before, row.before(), row.baseline());
    Map<Subject, Suspicions> is = Suspicions.of(after, row.after(), row.candidate());
    for (Map.Entry<Subject, Suspicions> entry : is.entrySet()) {
      Suspicions baseline = was.get(entry.getKey());
      if (baseline != null) {
        rows.add(row);
        subjects.add(entry.getKey());
        evidence.add(new Evidence(baseline, entry.getValue()));
      }
    }
    for (Flag flag : row.candidate().flags()) {
      Subject subject = new Subject(flag.kind(), flag.attack());
      if (flag.evidence() != null
          && !was.containsKey(subject)
          && flagged(row.baseline(), subject).isEmpty()) {
        findings.add(
            finding(
                Status.INCONCLUSIVE,
                row,
                flag,
                ". The check did not run on the baseline, so it is not known whether this is new; accept"
                    + " the candidate as the baseline, or check the baseline too"));
      }
    }
  }

  /** What every check found in every row, in the order of the decisions to come. */
  List<Evidence> evidence() {
    return List.copyOf(evidence);
  }

  /**
   * What new flags mean.
   *
   * @param decisions about the evidence
   */
  List<Finding> findings(List<Decision> decisions) {
    List<Finding> all = new ArrayList<>(findings);
    for (int i = 0; i < decisions.size(); i++) {
      RowMatch row = rows.get(i);
      Subject subject = subjects.get(i);
      Optional<Flag> flag = flagged(row.candidate(), subject);
      if (flag.isPresent() && flagged(row.baseline(), subject).isEmpty()) {
        all.add(finding(row, flag.get(), evidence.get(i), decisions.get(i)));
      }
    }
    return all;
  }

  private static Optional<Flag> flagged(Row row, Subject subject) {
    return row.flags().stream()
        .filter(flag -> flag.kind().equals(subject.check()))
        .filter(flag -> flag.attack().equals(subject.attack()))
        .findFirst();
  }

  private static Finding finding(RowMatch row, Flag flag, Evidence found, Decision decision) {
    String what =
        switch (decision.status()) {
          case FAILED -> ". Correct the evaluation, or accept the candidate as the baseline";
          case INCONCLUSIVE ->
              ". With so few trainings among so many tests it is not known whether this is beyond"
                  + " chance; run more seeds";
          default -> ". What the check found is within chance of what it found in the baseline";
        };
    Finding plain =
        finding(
            decision.status() == Status.PASSED ? Status.NOTE : decision.status(), row, flag, what);
    return new Finding(
        plain.status(),
        plain.board(),
        plain.row(),
        plain.what(),
        decision.method(),
        found.baseline().share(),
        found.candidate().share(),
        null,
        null,
        decision.p().orElse(null),
        decision.adjusted().orElse(null),
        plain.message());
  }

  private static Finding finding(Status status, RowMatch row, Flag flag, String what) {
    return Finding.of(
        status,
        row.board(),
        row.baseline().label(),
        flag.attack().isEmpty() ? "evaluation" : flag.attack(),
        "unreliable (" + flag.kind() + "): " + flag.message() + what);
  }
}
