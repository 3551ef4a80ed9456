package org.robustgrid.spi.analysis;

import java.util.List;

/**
 * A table of texts.
 *
 * @param columns names of the columns, at least one
 * @param rows one text a column each; the first is the name of the row
 * @since 0.1
 */
public record Table(String name, List<String> columns, List<List<String>> rows) {

  public Table {
    Require.text("a table", "name", name);
    columns = List.copyOf(columns);
    Require.that(!columns.isEmpty(), "table '" + name + "'", "has no columns");
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      Require.that(
          row.size() == columns.size(),
          "table '" + name + "'",
          "has " + columns.size() + " columns, but a row of " + row.size());
    }
  }
}
