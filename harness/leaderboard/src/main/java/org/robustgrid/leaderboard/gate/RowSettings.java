package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Checks;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.gate.LeaderboardMatch.RowMatch;
import org.robustgrid.leaderboard.gate.Settings.Change;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/** Compares how one row was trained, judged and checked. */
final class RowSettings {

  private final RowMatch row;
  private final GatePolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Compares.
   *
   * @param checks that were to ask the candidate's model
   */
  RowSettings(RowMatch row, List<String> checks, GatePolicy policy) {
    this.row = row;
    this.policy = policy;
    settings();
    draws("draws", row.baseline().draws(), row.candidate().draws());
    draws("judgements", row.baseline().judgements(), row.candidate().judgements());
    checks(checks);
  }

  List<Finding> findings() {
    return findings;
  }

  private Finding finding(Status status, String what, String message) {
    return Finding.of(status, row.board(), row.baseline().label(), what, message);
  }

  private void settings() {
    List<String> changes =
        Settings.changes(settings(row.baseline()), settings(row.candidate())).stream()
            .map(Change::words)
            .toList();
    if (!changes.isEmpty()) {
      findings.add(finding(Status.NOTE, "settings", String.join(", ", changes)));
    }
  }

  private static Map<String, Object> settings(Row row) {
    Map<String, Object> settings = new TreeMap<>(row.parameters());
    settings.put("defense", row.defense());
    settings.put("architecture", settings.getOrDefault("architecture", Map.of()));
    settings.put("architecture label", row.architecture());
    return settings;
  }

  /** Of a randomised row: fewer draws for an attack's expectation or fewer judgements. */
  private void draws(String what, Integer before, Integer after) {
    if (before == null || after == null || before.equals(after)) {
      return;
    }
    String words = new Change(what, before, after).words();
    findings.add(
        after < before
            ? EvaluationMatch.finding(
                policy,
                Status.FAILED,
                row.board(),
                row.baseline().label(),
                what,
                "a weaker evaluation than the baseline's: " + words,
                what)
            : finding(Status.NOTE, what, "more than the baseline's: " + words));
  }

  /** Checks that the baseline's seeds underwent, and the candidate's were to and did not. */
  private void checks(List<String> planned) {
    if (policy.allow().contains("checks")) {
      return;
    }
    List<String> made = made(row.baseline());
    List<String> missing = new ArrayList<>(made);
    missing.removeAll(made(row.candidate()));
    missing.retainAll(planned);
    if (!missing.isEmpty()) {
      findings.add(
          finding(
              Status.INCONCLUSIVE,
              "checks",
              "not made under every seed, as in the baseline: "
                  + String.join(", ", missing)
                  + "; run the grid again, which makes them"));
    }
  }

  /** Checks that answered under every seed. */
  private static List<String> made(Row side) {
    Set<String> made = null;
    for (SeedResult seed : side.perSeed()) {
      Set<String> answered = answered(seed.checks());
      if (made == null) {
        made = answered;
      } else {
        made.retainAll(answered);
      }
    }
    return made == null ? List.of() : List.copyOf(made);
  }

  private static Set<String> answered(Checks checks) {
    Set<String> answered = new TreeSet<>();
    if (checks != null && checks.status() == State.COMPLETE) {
      checks.evidence().stream()
          .filter(evidence -> evidence.notRun() == null)
          .forEach(evidence -> answered.add(evidence.check()));
    }
    return answered;
  }
}
