package org.robustgrid.leaderboard.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.reproduction.Entry.Column;
import org.robustgrid.leaderboard.reproduction.Entry.Line;

/**
 * A table or figure of a paper beside a leaderboard's.
 *
 * @param entry of the paper
 * @param scale at which it was made
 * @param lines of the paper's table, with the leaderboard's values
 * @param findings about its statements
 */
public record Reproduction(Entry entry, Scale scale, List<Measured> lines, List<Finding> findings) {

  public Reproduction {
    lines = List.copyOf(lines);
    findings = List.copyOf(findings);
  }

  /**
   * A line of the table.
   *
   * @param values in each column; empty if the leaderboard has none
   */
  public record Measured(Line line, List<Optional<Value>> values) {

    public Measured {
      values = List.copyOf(values);
    }
  }

  /** Reads a leaderboard that an entry's grid gave. */
  public static Reproduction of(Entry entry, Scale scale, Leaderboard leaderboard) {
    Lookup lookup = new Lookup(leaderboard, entry.setting(scale).boards());
    List<Measured> lines = new ArrayList<>();
    entry
        .table()
        .ifPresent(
            table -> {
              for (Line line : table.lines()) {
                List<Optional<Value>> values = new ArrayList<>();
                for (Column column : table.columns()) {
                  values.add(lookup.value(line.place().or(column.place())));
                }
                lines.add(new Measured(line, values));
              }
            });
    return new Reproduction(entry, scale, lines, new StatementCheck(lookup).of(entry.statements()));
  }

  /** How many findings have a verdict. */
  public long count(Finding.Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }
}
