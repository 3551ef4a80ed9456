package org.robustgrid.report.html;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.robustgrid.leaderboard.Leaderboard;

/** The fragment names of the sections of defenses, one a label. */
final class DefenseAnchors {

  private final Map<String, String> byLabel = new LinkedHashMap<>();

  DefenseAnchors(Leaderboard leaderboard) {
    Set<String> taken = new HashSet<>();
    leaderboard
        .boards()
        .forEach(
            board ->
                board
                    .rows()
                    .forEach(
                        row -> byLabel.computeIfAbsent(row.label(), label -> fresh(label, taken))));
  }

  /**
   * Letters, digits and hyphens; a number distinguishes labels that differ only in other
   * characters.
   */
  private static String fresh(String label, Set<String> taken) {
    String name = "defense-" + label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String anchor = name;
    for (int number = 2; !taken.add(anchor); number++) {
      anchor = name + "--" + number;
    }
    return anchor;
  }

  /** Every label, in the order of the boards. */
  Set<String> labels() {
    return byLabel.keySet();
  }

  /** The fragment name of a label's section. */
  String of(String label) {
    return byLabel.get(label);
  }
}
