package org.robustgrid.datasets;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.robustgrid.spi.data.DataException;

/**
 * A file of comma-separated values with a header (RFC 4180; no line breaks within a value).
 *
 * @param columns their names
 * @param rows values as texts, one a column
 * @param lines of the file, one a row, for messages
 */
record CsvTable(Path file, List<String> columns, List<List<String>> rows, List<Integer> lines) {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Reads a file; empty lines are left out.
   *
   * @throws DataException when a row has another number of values than the header, or a value is
   *     missing
   */
  static CsvTable read(Path file, char separator) {
    List<List<String>> rows = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String first = in.readLine();
      if (first == null || first.isBlank()) {
        throw new DataException(file + " is empty; expected a header and rows");
      }
      List<String> columns = header(file, first, separator);
      int line = 1;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (!text.isBlank()) {
          rows.add(row(file + ", line " + line, text, separator, columns));
          lines.add(line);
        }
      }
      if (rows.isEmpty()) {
        throw new DataException(file + " has a header and no rows");
      }
      return new CsvTable(file, columns, rows, lines);
    } catch (CharacterCodingException e) {
      throw new DataException(file + " is not in UTF-8; convert it", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<String> header(Path file, String text, char separator) {
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    List<String> columns = split(file + ", line 1", plain, separator);
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new DataException(file + ", line 1: two columns have the same name");
    }
    return columns;
  }

  private static List<String> row(String where, String text, char separator, List<String> columns) {
    List<String> values = split(where, text, separator);
    if (values.size() != columns.size()) {
      throw new DataException(
          where
              + " has "
              + values.size()
              + " values, expected "
              + columns.size()
              + " (as the header)");
    }
    int missing = values.indexOf("");
    if (missing >= 0) {
      throw new DataException(
          where
              + ": column '"
              + columns.get(missing)
              + "' is missing a value; fill it in or remove the row");
    }
    return values;
  }

  private static List<String> split(String where, String text, char separator) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          value.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == separator && !quoted) {
        values.add(value.toString().strip());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    if (quoted) {
      throw new DataException(where + " has a quotation mark that is not closed");
    }
    values.add(value.toString().strip());
    return values;
  }

  /**
   * The place of a column.
   *
   * @throws DataException when there is none of this name
   */
  int column(String name) {
    int column = columns.indexOf(name);
    if (column < 0) {
      throw new DataException(
          file + " has no column '" + name + "', but " + String.join(", ", columns));
    }
    return column;
  }

  /**
   * A value as a number.
   *
   * @throws DataException when it is none
   */
  double number(int row, int column) {
    String text = rows.get(row).get(column);
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new DataException(
        place(row, column) + ": expected a finite number, but found '" + text + "'");
  }

  /** Where a value is, for messages. */
  String place(int row, int column) {
    return file + ", line " + lines.get(row) + ", column '" + columns.get(column) + "'";
  }
}
