package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.analysis.Table;

/** Further columns of a board's rows, side by side with the worst case. */
public final class FurtherColumns {

  private FurtherColumns() {}

  /** Their names, in alphabetical order; empty of a board whose rows have none. */
  public static SortedSet<String> names(Board board) {
    SortedSet<String> names = new TreeSet<>();
    board.rows().forEach(row -> names.addAll(of(row).keySet()));
    return names;
  }

  /** A row's rates by name. */
  public static Map<String, Rate> of(Row row) {
    return row.columns() == null ? Map.of() : row.columns();
  }

  /** A line for each row that has any of them. */
  public static Table table(Board board) {
    List<String> header = new ArrayList<>(List.of("defense", "worst case"));
    header.addAll(names(board));
    List<List<String>> lines = new ArrayList<>();
    for (Row row : board.rows()) {
      if (of(row).isEmpty()) {
        continue;
      }
      List<String> cells = new ArrayList<>(List.of(row.label(), words(Outcome.worst(row))));
      names(board).forEach(name -> cells.add(words(row, name)));
      lines.add(cells);
    }
    return new Table("Share of samples that are right and survive", header, lines);
  }

  private static String words(Outcome outcome) {
    return outcome instanceof Outcome.Measured measured
        ? measured.sign() + Numerals.rate(measured.rate())
        : outcome.word();
  }

  private static String words(Row row, String name) {
    Rate rate = of(row).get(name);
    if (rate == null) {
      return "";
    }
    String sources = sources(row, name);
    return Numerals.rate(rate) + (sources.isEmpty() ? "" : " (" + sources + ")");
  }

  /** {@code trades 12, standard 3}: the samples each source broke, over all seeds. */
  private static String sources(Row row, String name) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (SeedResult seed : row.perSeed()) {
      Column column = seed.columns() == null ? null : seed.columns().get(name);
      if (column != null && column.by() != null) {
        column.by().forEach((source, count) -> counts.merge(source, count, Integer::sum));
      }
    }
    String sources =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(source -> source.getKey() + " " + source.getValue())
            .collect(Collectors.joining(", "));
    String distances = distances(row, name);
    return distances.isEmpty() ? sources : sources + "; " + distances;
  }

  /** Those of the first seed that has any, since a mean of medians has no meaning. */
  private static String distances(Row row, String name) {
    return row.perSeed().stream()
        .map(seed -> seed.columns() == null ? null : seed.columns().get(name))
        .filter(column -> column != null && column.distances() != null)
        .findFirst()
        .map(
            column ->
                column.distances().entrySet().stream()
                    .map(of -> of.getKey() + " " + Numerals.significant(of.getValue(), 3))
                    .collect(Collectors.joining(", ")))
        .orElse("");
  }
}
