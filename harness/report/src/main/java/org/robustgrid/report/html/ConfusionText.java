package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.robustgrid.leaderboard.confusion.Confusion;

/** The contents of the cells of a confusion table. */
final class ConfusionText {

  /** The largest number of classes of a readable table. */
  private static final int MOST_CLASSES = 20;

  private static final int COMMONEST = 20;

  /** Steps of shading that the style sheet has. */
  private static final int SHADES = 5;

  private record Mistake(int label, int taken, int count) {}

  private ConfusionText() {}

  /** Whether a table shows it; otherwise a list of the commonest mistakes does. */
  static boolean isTable(Confusion confusion) {
    return confusion.classNames().size() <= MOST_CLASSES;
  }

  /** The style class of a count by its share of the true class; null for none. */
  static String shade(Confusion confusion, int label, int taken) {
    int count = confusion.counts().get(label).get(taken);
    // rounded up, so that no count above 0 goes without a shade
    long shade = -Math.floorDiv(-(long) SHADES * count, Math.max(1, confusion.of(label)));
    return count == 0 ? null : (taken == label ? "right-" : "wrong-") + shade;
  }

  /** The commonest mistakes in words; equal counts keep the order of the classes. */
  static List<String> mistakes(Confusion confusion) {
    List<String> names = confusion.classNames();
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = 0; j < names.size(); j++) {
        int count = confusion.counts().get(i).get(j);
        if (i != j && count > 0) {
          mistakes.add(new Mistake(i, j, count));
        }
      }
    }
    mistakes.sort(Comparator.comparingInt(mistake -> -mistake.count()));
    return mistakes.stream()
        .limit(COMMONEST)
        .map(
            m ->
                names.get(m.label())
                    + " taken for "
                    + names.get(m.taken())
                    + ": "
                    + m.count()
                    + " of "
                    + confusion.of(m.label()))
        .toList();
  }
}
