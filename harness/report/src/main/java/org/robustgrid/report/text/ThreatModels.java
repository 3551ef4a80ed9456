package org.robustgrid.report.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.ThreatModelEntry;

/** Names norms and boards. */
public final class ThreatModels {

  private ThreatModels() {}

  /** The norm's usual symbol; an unknown id is shown as it is. */
  public static String norm(String id) {
    return switch (id) {
      case "linf" -> "L∞";
      case "l2" -> "L2";
      case "l1" -> "L1";
      case "l0" -> "L0";
      default -> id;
    };
  }

  /**
   * A threat model's name: {@code L∞, ε = 0.1}, {@code L∞, ε = 0.1, targeted (next)}, {@code L2,
   * minimum distance}.
   */
  public static String name(ThreatModelEntry threat) {
    return name(threat, null);
  }

  /** The same with classes by their names, if these are known. */
  private static String name(ThreatModelEntry threat, List<String> classNames) {
    String ball = norm(threat.norm());
    if (threat.bounded()) {
      ball += (threat.minimumDistance() ? ", ε ≤ " : ", ε = ") + Numerals.epsilon(threat.epsilon());
    }
    String goal = goal(threat, classNames);
    return goal.isEmpty() ? ball : ball + ", " + goal;
  }

  /** The goal of attacks; empty for untargeted ones. */
  public static String goal(ThreatModelEntry threat) {
    return goal(threat, null);
  }

  private static String goal(ThreatModelEntry threat, List<String> classNames) {
    if (threat.minimumDistance()) {
      return "minimum distance";
    }
    return threat.targeted() ? "targeted (" + targets(threat, classNames) + ")" : "";
  }

  private static String targets(ThreatModelEntry threat, List<String> classNames) {
    if (threat.classes() == null) {
      return threat.target();
    }
    String list =
        threat.classes().stream()
            .map(
                label ->
                    classNames == null || label >= classNames.size()
                        ? label.toString()
                        : classNames.get(label))
            .collect(Collectors.joining(", "));
    return (threat.classes().size() == 1 ? "class " : "classes ") + list;
  }

  /** A board's name; the data set is part of it only where the leaderboard has several. */
  public static String title(Leaderboard leaderboard, Board board) {
    String threat = name(board.threatModel(), leaderboard.testSet(board).classNames());
    boolean several =
        leaderboard.boards().stream().map(Board::dataset).distinct().limit(2).count() > 1;
    return several ? board.dataset() + ": " + threat : threat;
  }

  /** A fragment name of a board: letters, digits and hyphens. */
  public static String anchor(Board board) {
    ThreatModelEntry threat = board.threatModel();
    String text =
        board.dataset()
            + "-"
            + threat.norm()
            + (threat.bounded() ? "-" + Numerals.epsilon(threat.epsilon()) : "")
            + (threat.untargeted() ? "" : "-" + threat.goal() + "-" + threat.targets());
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
