package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.gate.LeaderboardMatch.RowMatch;
import org.robustgrid.leaderboard.gate.RegressionTest.Pair;
import org.robustgrid.leaderboard.gate.Verdict.Finding;
import org.robustgrid.leaderboard.statistics.Outcomes;

/** Looks through one row's columns: which are missing, which can be tested. */
final class RowCheck {

  /** A column of a row that the policy gates. */
  record Column(RowMatch row, Measure measure, Pair pair) {}

  private final RowMatch row;
  private final GatePolicy policy;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();

  RowCheck(RowMatch row, GatePolicy policy) {
    this.row = row;
    this.policy = policy;
    boolean seedsMissing = seeds();
    boolean cellsMissing = false;
    for (Measure measure : measures(row.baseline())) {
      // a worst case that is missing because of one attack is reported once
      if (!measure.equals(Measure.WORST) || !cellsMissing) {
        cellsMissing |= column(measure, seedsMissing);
      }
    }
    if (Measure.WORST.of(row.baseline()).isEmpty()) {
      add(Status.NOTE, Measure.WORST, "not gated: the baseline has no worst case of this row");
    }
    moreAttacks();
    passes();
  }

  List<Finding> findings() {
    return findings;
  }

  List<Column> columns() {
    return columns;
  }

  /** Every column the baseline has, the worst case last. */
  private static List<Measure> measures(Row baseline) {
    List<Measure> measures = new ArrayList<>(List.of(Measure.CLEAN));
    new TreeSet<>(baseline.attacks().keySet()).forEach(a -> measures.add(Measure.attack(a)));
    measures.addAll(Measure.certified(baseline));
    measures.add(Measure.WORST);
    return measures;
  }

  private void add(Status status, Measure measure, String message) {
    findings.add(Finding.of(status, row.board(), row.baseline().label(), measure.words(), message));
  }

  /** Whether the candidate lacks trainings of which it has the rest. */
  private boolean seeds() {
    List<String> there = weights(row.candidate());
    List<String> missing = new ArrayList<>(weights(row.baseline()));
    boolean some = !there.isEmpty() && missing.removeAll(there) && !missing.isEmpty();
    boolean onlyThose = weights(row.baseline()).containsAll(there);
    if (some && onlyThose) {
      findings.add(
          Finding.of(
              Status.FAILED,
              row.board(),
              row.baseline().label(),
              "seeds",
              "missing: the baseline has the results of "
                  + row.baseline().seeds()
                  + ", the candidate of "
                  + row.candidate().seeds()
                  + "; run the missing seeds"));
      return true;
    }
    return false;
  }

  private static List<String> weights(Row side) {
    return side.perSeed().stream()
        .filter(seed -> seed.weightHash() != null)
        .map(seed -> seed.seed() + " " + seed.weightHash())
        .toList();
  }

  /** Checks a column; returns whether it is missing. */
  private boolean column(Measure measure, boolean seedsMissing) {
    Optional<Trainings> before = trainings(row.baseline(), measure);
    Optional<Trainings> after = trainings(row.candidate(), measure);
    if (before.isEmpty()) {
      return false;
    }
    if (after.isEmpty()) {
      add(
          Status.FAILED,
          measure,
          "missing: the candidate has no result"
              + reason(measure)
              + "; run the grid until it is finished");
      return true;
    }
    int samples = before.get().outcomes().samples();
    if (after.get().outcomes().samples() > samples) {
      add(
          Status.NOTE,
          measure,
          "is over "
              + after.get().outcomes().samples()
              + " samples; compared are the baseline's "
              + samples);
    }
    if (after.get().outcomes().samples() < samples) {
      add(
          Status.FAILED,
          measure,
          "sample set changed: "
              + samples
              + " samples in the baseline, "
              + after.get().outcomes().samples()
              + " in the candidate; evaluate the same samples, or accept the candidate as the"
              + " baseline");
    } else if (gated(measure) && !seedsMissing) {
      columns.add(new Column(row, measure, pair(measure, before.get(), after.get(), samples)));
    }
    return false;
  }

  /** Distances are compared seed by seed, if both sides have as many. */
  private Pair pair(Measure measure, Trainings before, Trainings after, int samples) {
    boolean distances =
        row.before().threatModel().minimumDistance()
            && row.baseline().perSeed().size() == row.candidate().perSeed().size();
    if (!distances) {
      return new Pair(before, after.first(samples));
    }
    List<Outcomes> pair = measure.pair(row.baseline(), row.candidate()).orElseThrow();
    return new Pair(
        new Trainings(before.seeds(), before.weights(), pair.get(0)),
        new Trainings(after.seeds(), after.weights(), pair.get(1)));
  }

  private boolean gated(Measure measure) {
    return measure.equals(Measure.WORST) || policy.also().contains(measure.kind());
  }

  private static Optional<Trainings> trainings(Row side, Measure measure) {
    Optional<Outcomes> outcomes = measure.of(side);
    return outcomes.map(
        o ->
            new Trainings(
                side.perSeed().stream().map(SeedResult::seed).toList(),
                side.perSeed().stream().map(SeedResult::weightHash).toList(),
                o));
  }

  /** Why the candidate's cell is missing, where it says so. */
  private String reason(Measure measure) {
    return row.candidate().flags().stream()
        .filter(flag -> flag.kind().startsWith("failed"))
        .filter(flag -> flag.attack().isEmpty() || flag.attack().equals(measure.name()))
        .map(Flag::message)
        .findFirst()
        .map(message -> " (" + message + ")")
        .orElse("");
  }

  private void moreAttacks() {
    TreeSet<String> more = new TreeSet<>(row.candidate().attacks().keySet());
    more.removeAll(row.baseline().attacks().keySet());
    if (!more.isEmpty()) {
      add(
          Status.NOTE,
          Measure.WORST,
          "is over more attacks than the baseline's: " + String.join(", ", more));
    }
  }

  private void passes() {
    if (policy.passes().isEmpty()) {
      return;
    }
    findings.add(
        Ratio.check(
            row.board(),
            row.baseline().label(),
            "passes",
            passes(row.baseline()),
            passes(row.candidate()),
            policy.passes().get()));
  }

  private static Optional<Double> passes(Row side) {
    return Optional.ofNullable(side.passes()).map(p -> p.forward() + p.backward());
  }
}
