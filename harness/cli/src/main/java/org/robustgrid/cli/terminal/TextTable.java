package org.robustgrid.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns; the last column wraps at the terminal's width. */
public final class TextTable {

  private static final int NARROWEST_LAST = 24;

  private final int width;
  private final String indent;
  private final List<List<String>> rows = new ArrayList<>();
  private List<Integer> optional = List.of();

  /**
   * An empty table.
   *
   * @param width columns of the terminal
   * @param indent put before every line
   */
  public TextTable(int width, String indent) {
    this.width = width;
    this.indent = indent;
  }

  /** Adds a row; every row has as many cells as the first. */
  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  /** Adds a row; every row has as many cells as the first. */
  public TextTable row(List<String> cells) {
    if (!rows.isEmpty() && rows.get(0).size() != cells.size()) {
      throw new IllegalArgumentException("expected " + rows.get(0).size() + " cells: " + cells);
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /**
   * Names columns that may be left out of a table that is wider than the terminal, the first to go
   * first. The first row holds the names of the columns.
   */
  public TextTable optional(List<Integer> columns) {
    optional = List.copyOf(columns);
    return this;
  }

  /** Names of the columns that the width leaves no place for, from left to right. */
  public List<String> omitted() {
    return leftOut().stream().sorted().map(rows.get(0)::get).toList();
  }

  private List<Integer> leftOut() {
    List<Integer> out = new ArrayList<>();
    for (int column : optional) {
      if (width(out) <= width) {
        break;
      }
      out.add(column);
    }
    return out;
  }

  /** Columns of the terminal that the table takes at least, some of its own left out. */
  private long width(List<Integer> out) {
    long total = indent.length();
    int last = rows.get(0).size() - 1;
    for (int column = 0; column <= last; column++) {
      if (!out.contains(column)) {
        int widest = widest(column);
        total += column < last ? widest + 2 : Math.min(widest, NARROWEST_LAST);
      }
    }
    return total;
  }

  private int widest(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  /** The table's lines, without trailing spaces. */
  public List<String> lines() {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Integer> out = leftOut();
    int last = rows.get(0).size() - 1;
    int[] widths = new int[last];
    int before = indent.length();
    for (int column = 0; column < last; column++) {
      widths[column] = out.contains(column) ? -2 : widest(column);
      before += widths[column] + 2;
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder start = new StringBuilder(indent);
      for (int column = 0; column < last; column++) {
        if (!out.contains(column)) {
          String cell = row.get(column);
          start.append(cell).append(" ".repeat(widths[column] + 2 - length(cell)));
        }
      }
      String end = out.contains(last) ? "" : row.get(last);
      for (String part : wrap(end, Math.max(NARROWEST_LAST, width - before))) {
        lines.add((start + part).stripTrailing());
        start = new StringBuilder(" ".repeat(before));
      }
    }
    return lines;
  }

  /** Prints the table as part of a result, and names the columns that it has no place for. */
  public void print(Terminal terminal) {
    lines().forEach(terminal::line);
    if (!rows.isEmpty() && !omitted().isEmpty()) {
      terminal.line(
          indent
              + "(not shown at this width: "
              + String.join(", ", omitted().stream().filter(name -> !name.isEmpty()).toList())
              + ")");
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && length(line.toString()) + 1 + length(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
