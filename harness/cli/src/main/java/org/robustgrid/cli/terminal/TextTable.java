package org.robustgrid.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns; the last column wraps at the terminal's width. */
public final class TextTable {

  private static final int NARROWEST_LAST = 24;

  private final int width;
  private final String indent;
  private final List<List<String>> rows = new ArrayList<>();

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

  /** The table's lines, without trailing spaces. */
  public List<String> lines() {
    if (rows.isEmpty()) {
      return List.of();
    }
    int last = rows.get(0).size() - 1;
    int[] widths = new int[last];
    int before = indent.length();
    for (int column = 0; column < last; column++) {
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], length(row.get(column)));
      }
      before += widths[column] + 2;
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder start = new StringBuilder(indent);
      for (int column = 0; column < last; column++) {
        String cell = row.get(column);
        start.append(cell).append(" ".repeat(widths[column] + 2 - length(cell)));
      }
      for (String part : wrap(row.get(last), Math.max(NARROWEST_LAST, width - before))) {
        lines.add((start + part).stripTrailing());
        start = new StringBuilder(" ".repeat(before));
      }
    }
    return lines;
  }

  /** Prints the table as part of a result. */
  public void print(Terminal terminal) {
    lines().forEach(terminal::line);
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
