package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.robustgrid.leaderboard.confusion.Confusion;

/** A confusion as a table shaded by share of the true class; of many classes the commonest ones. */
final class ConfusionTable {

  /** More classes make a table that nobody reads. */
  private static final int MOST_CLASSES = 20;

  private static final int COMMONEST = 20;

  /** Steps of shading that the style sheet has. */
  private static final int SHADES = 5;

  private ConfusionTable() {}

  static Markup draw(Confusion confusion, String board) {
    Markup out = new Markup();
    String caption = board + ": " + confusion.total() + " samples";
    if (confusion.classNames().size() > MOST_CLASSES) {
      return list(out, confusion, caption);
    }
    out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    out.open("table", "class", "plain confusion").leaf("caption", caption);
    out.open("thead").open("tr").leaf("th", "class", "scope", "col");
    confusion.classNames().forEach(name -> out.leaf("th", "as " + name, "scope", "col"));
    if (confusion.abstains()) {
      out.leaf("th", "as none", "scope", "col");
    }
    out.close().close().open("tbody");
    for (int i = 0; i < confusion.classNames().size(); i++) {
      line(out, confusion, i);
    }
    out.close().close();
    return out.close();
  }

  private static void line(Markup out, Confusion confusion, int label) {
    out.open("tr").leaf("th", confusion.classNames().get(label), "scope", "row");
    List<Integer> counts = confusion.counts().get(label);
    int columns = counts.size() - (confusion.abstains() ? 0 : 1);
    for (int j = 0; j < columns; j++) {
      int count = counts.get(j);
      // rounded up, so that no count above 0 goes without a shade
      long shade = -Math.floorDiv(-(long) SHADES * count, Math.max(1, confusion.of(label)));
      String kind = count == 0 ? null : (j == label ? "right-" : "wrong-") + shade;
      out.leaf("td", Integer.toString(count), "class", kind);
    }
    out.close();
  }

  private record Mistake(int label, int taken, int count) {}

  private static Markup list(Markup out, Confusion confusion, String caption) {
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < confusion.classNames().size(); i++) {
      for (int j = 0; j < confusion.classNames().size(); j++) {
        int count = confusion.counts().get(i).get(j);
        if (i != j && count > 0) {
          mistakes.add(new Mistake(i, j, count));
        }
      }
    }
    // the sort is stable: equal counts keep the order of the classes
    mistakes.sort(Comparator.comparingInt(mistake -> -mistake.count()));
    out.open("div").leaf("p", caption + "; the commonest mistakes", "class", "muted");
    out.open("ol");
    for (Mistake mistake : mistakes.subList(0, Math.min(COMMONEST, mistakes.size()))) {
      out.leaf(
          "li",
          confusion.classNames().get(mistake.label())
              + " taken for "
              + confusion.classNames().get(mistake.taken())
              + ": "
              + mistake.count()
              + " of "
              + confusion.of(mistake.label()));
    }
    return out.close().close();
  }
}
