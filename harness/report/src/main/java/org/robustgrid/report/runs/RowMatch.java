package org.robustgrid.report.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;

/**
 * A row that both runs have.
 *
 * @param changes of its defense, architecture and parameters
 * @param sameWeights whether the very same models were judged
 * @param sameAttacks whether the worst case is over attacks of the same names
 */
public record RowMatch(
    String label,
    ColumnMatch worst,
    ColumnMatch clean,
    List<Change> changes,
    boolean sameWeights,
    boolean sameAttacks) {

  static RowMatch of(Row first, Row second, ColumnMatch worst, ColumnMatch clean) {
    List<Change> changes = new ArrayList<>();
    if (!first.defense().equals(second.defense())) {
      changes.add(new Change("defense", first.defense(), second.defense()));
    }
    if (!first.architecture().equals(second.architecture())) {
      changes.add(new Change("architecture", first.architecture(), second.architecture()));
    }
    changes.addAll(Change.between("", first.parameters(), second.parameters()));
    List<String> weights = weights(first);
    return new RowMatch(
        first.label(),
        worst,
        clean,
        changes,
        !weights.isEmpty()
            && weights.stream().allMatch(Objects::nonNull)
            && weights.equals(weights(second)),
        new TreeSet<>(first.attacks().keySet()).equals(new TreeSet<>(second.attacks().keySet())));
  }

  private static List<String> weights(Row row) {
    List<String> hashes = new ArrayList<>();
    for (SeedResult seed : row.perSeed()) {
      hashes.add(seed.weightHash());
    }
    return hashes;
  }
}
