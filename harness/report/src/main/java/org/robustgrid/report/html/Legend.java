package org.robustgrid.report.html;

import java.util.List;
import java.util.function.Predicate;

/** The legend of a plot of many rows: each a button that brings its lines into colour, or back. */
final class Legend {

  private Legend() {}

  /** Says what hollow marks are. */
  static void explainHollow(Markup out) {
    out.leaf("p", "Hollow marks are upper bounds: the row is flagged.", "class", "muted bounds");
  }

  /**
   * Draws every row by name.
   *
   * @param drawn whether the plot has something of a row
   */
  static void draw(Markup out, List<String> labels, RowStyles series, Predicate<String> drawn) {
    if (!series.allProminent()) {
      out.leaf(
          "p", "In colour: the most robust rows, and those you choose.", "class", "hint muted");
    }
    out.open("ul", "class", "legend");
    for (String label : labels) {
      out.open("li", "data-row", label);
      String pressed = Boolean.toString(series.prominent(label));
      out.open("button", "type", "button", "class", "pick", "aria-pressed", pressed);
      out.append(series.key(label)).text(label);
      if (!drawn.test(label)) {
        out.leaf("span", " no result", "class", "muted");
      }
      out.close().close();
    }
    out.close();
  }
}
