package org.robustgrid.leaderboard.analysis;

import java.util.List;

/**
 * A table of texts.
 *
 * @param columns names of the columns, at least one
 * @param rows one text a column each; the first is the name of the row
 */
public record Table(String name, List<String> columns, List<List<String>> rows) {

  public Table {
    Values.requireText("a table", "name", name);
    columns = Values.copy(columns);
    Values.require(!columns.isEmpty(), "table " + name, "has no columns");
    rows = Values.copy(rows).stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      Values.require(
          row.size() == columns.size(),
          "table " + name,
          "has " + columns.size() + " columns, but a row of " + row.size());
    }
  }
}
