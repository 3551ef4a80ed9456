package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.Checks;
import org.robustgrid.leaderboard.Leaderboard.Row;
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
   * @param checks that the candidate was to undergo
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

  /** Checks that ask the model and answered under every seed. */
  private static List<String> made(Row side) {
    List<String> made = new ArrayList<>();
    for (Check check : Check.values()) {
      // whether images are asked about again depends on which are kept, and so on the attacks
      boolean asks = check.asksTheModel() && check != Check.LOST_IN_ROUNDING;
      if (asks && side.perSeed().stream().allMatch(seed -> made(seed.checks(), check))) {
        made.add(check.id());
      }
    }
    return made;
  }

  private static boolean made(Checks checks, Check check) {
    return checks != null
        && checks.status().equals("complete")
        && checks.evidence().stream()
            .filter(evidence -> evidence.check().equals(check.id()))
            .anyMatch(RowSettings::answered);
  }

  private static boolean answered(CheckEvidence evidence) {
    return evidence.notRun() == null;
  }
}
