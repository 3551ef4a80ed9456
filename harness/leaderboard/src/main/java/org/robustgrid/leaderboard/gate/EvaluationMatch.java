package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.Provenance.CheckSetting;
import org.robustgrid.leaderboard.gate.Settings.Change;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/**
 * Compares the evaluation of a candidate with that of its baseline. A weaker evaluation measures
 * something else, as another threat model does, and fails: otherwise attacking less would pass the
 * gate. If neither of two settings is known to be stronger, the verdict is inconclusive. More
 * effort is noted. A policy may allow differences by name.
 */
final class EvaluationMatch {

  /** Parameters of attacks of which more is stronger. */
  static final Set<String> EFFORT = Set.of("steps", "restarts", "queries");

  private final Provenance baseline;
  private final Provenance candidate;
  private final GatePolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  EvaluationMatch(Provenance baseline, Provenance candidate, GatePolicy policy) {
    this.baseline = baseline;
    this.candidate = candidate;
    this.policy = policy;
    new TreeMap<>(baseline.attacks())
        .forEach(
            (label, setting) -> {
              // one that is missing fails where its results are missing
              if (candidate.attacks().containsKey(label)) {
                attack("attack " + label, setting, candidate.attacks().get(label));
              }
            });
    checks(baseline.checks(), candidate.checks());
    limit();
    code();
    surroundings();
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** A finding, or a note where the policy allows the difference. */
  static Finding finding(
      GatePolicy policy,
      Status status,
      String board,
      String row,
      String what,
      String message,
      String name) {
    if (policy.allow().contains(name)) {
      return Finding.of(
          Status.NOTE, board, row, what, message + " (the policy allows '" + name + "')");
    }
    return Finding.of(
        status,
        board,
        row,
        what,
        message
            + "; evaluate as the baseline was, accept the candidate as the baseline, or write"
            + " 'allow: ["
            + name
            + "]' into the policy");
  }

  private void differs(Status status, String what, String message, String name) {
    findings.add(finding(policy, status, "", "", what, message, name));
  }

  private void note(String what, String message) {
    findings.add(Finding.of(Status.NOTE, "", "", what, message));
  }

  private void attack(String name, AttackSetting before, AttackSetting after) {
    if (!before.attack().equals(after.attack())) {
      differs(
          Status.FAILED,
          name,
          "is another attack: " + before.attack() + " became " + after.attack(),
          name);
      return;
    }
    List<String> weaker = new ArrayList<>();
    List<String> stronger = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (Change change : Settings.changes(before.parameters(), after.parameters())) {
      direction(change)
          .ifPresentOrElse(
              more -> (more ? stronger : weaker).add(change.words()),
              () -> other.add(change.words()));
    }
    if (!before.access().equals(after.access())) {
      other.add(new Change("access", before.access(), after.access()).words());
    }
    if (!weaker.isEmpty()) {
      differs(
          Status.FAILED, name, "is weaker than the baseline's: " + String.join(", ", weaker), name);
    }
    if (!other.isEmpty()) {
      differs(
          Status.INCONCLUSIVE,
          name,
          "is not the baseline's, and which is stronger is unknown: " + String.join(", ", other),
          name);
    }
    if (!stronger.isEmpty()) {
      note(name, "is stronger than the baseline's: " + String.join(", ", stronger));
    }
  }

  /** Whether a change is one to more effort; empty if it has no direction. */
  private static Optional<Boolean> direction(Change change) {
    return EFFORT.contains(change.name())
            && change.before() instanceof Number before
            && change.after() instanceof Number after
        ? Optional.of(after.doubleValue() > before.doubleValue())
        : Optional.empty();
  }

  private void checks(CheckSetting before, CheckSetting after) {
    List<String> missing = new ArrayList<>(before.names());
    missing.removeAll(after.names());
    List<String> more = new ArrayList<>(after.names());
    more.removeAll(before.names());
    if (!missing.isEmpty()) {
      differs(
          Status.FAILED,
          "checks",
          "the candidate was not checked for "
              + String.join(", ", missing)
              + ", as the baseline was: gradients that vanish would look like an improvement",
          "checks");
    }
    if (!more.isEmpty()) {
      note("checks", "more than the baseline's: " + String.join(", ", more));
    }
    // checks that only one side runs were reported above
    if (!before.names().isEmpty() && !after.names().isEmpty()) {
      if (after.samples() < before.samples()) {
        differs(
            Status.FAILED,
            "checks",
            "use " + after.samples() + " samples, the baseline's about " + before.samples(),
            "checks");
      }
      checkAttack("gradients", before.gradient(), after.gradient());
      checkAttack("no gradients", before.blackBox(), after.blackBox());
    }
  }

  private void checkAttack(String with, AttackSetting before, AttackSetting after) {
    if (before == null || after == null) {
      return;
    }
    for (Change change : Settings.changes(before.settings(), after.settings())) {
      boolean weaker =
          EFFORT.contains(change.name().replace("parameters ", ""))
              && change.before() instanceof Number a
              && change.after() instanceof Number b
              && b.doubleValue() < a.doubleValue();
      differs(
          weaker ? Status.FAILED : Status.INCONCLUSIVE,
          "checks",
          "their attack with " + with + " is not the baseline's: " + change.words(),
          "checks");
    }
  }

  private void limit() {
    Long before = baseline.passes();
    Long after = candidate.passes();
    if (after != null && (before == null || after < before)) {
      differs(
          Status.FAILED,
          "limit of passes",
          "attacks may take at most "
              + after
              + " passes a sample, in the baseline "
              + (before == null ? "any number" : before),
          "passes");
    } else if (before != null && !before.equals(after)) {
      note(
          "limit of passes",
          "attacks may take " + (after == null ? "any number" : after) + ", before " + before);
    }
  }

  /** The jars of attacks: what an attack of the same name and parameters does is in there. */
  private void code() {
    List<String> changed = new ArrayList<>();
    baseline
        .plugins()
        .forEach(
            (plugin, before) -> {
              Map<String, String> after = candidate.plugins().get(plugin);
              if (plugin.startsWith("attack ")
                  && after != null
                  && !Objects.equals(before.get("hash"), after.get("hash"))) {
                changed.add(plugin.substring("attack ".length()));
              }
            });
    if (!changed.isEmpty()) {
      differs(
          Status.INCONCLUSIVE,
          "code of attacks",
          "is not the baseline's, and which is stronger is unknown: the jars of "
              + String.join(", ", changed)
              + " have other content",
          "attack-code");
    }
  }

  /** Settings that can change figures unintentionally. */
  private void surroundings() {
    surroundings("harness", baseline.harness(), candidate.harness());
    surroundings("execution profile", withoutDraws(baseline), withoutDraws(candidate));
    Map<String, Object> before = new TreeMap<>(baseline.plugins());
    Map<String, Object> after = new TreeMap<>(candidate.plugins());
    before.keySet().removeIf(plugin -> plugin.startsWith("attack "));
    after.keySet().retainAll(before.keySet());
    before.keySet().retainAll(after.keySet());
    surroundings("plugins", before, after);
  }

  private void surroundings(String what, Map<String, ?> before, Map<String, ?> after) {
    List<String> changes = Settings.changes(before, after).stream().map(Change::words).toList();
    if (!changes.isEmpty()) {
      note(what, String.join(", ", changes));
    }
  }

  /** Draws are compared row by row, for they concern randomised ones only. */
  private static Map<String, Object> withoutDraws(Provenance provenance) {
    Map<String, Object> profile = new TreeMap<>(provenance.profile());
    profile.keySet().removeAll(Set.of("draws", "judgements", "resubmissions"));
    return profile;
  }
}
