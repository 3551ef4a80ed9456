package org.robustgrid.report.text;

import java.util.Locale;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.ThreatModelEntry;

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

  /** A threat model's name, {@code L∞, ε = 0.1}. */
  public static String name(ThreatModelEntry threat) {
    return norm(threat.norm()) + ", ε = " + Numerals.epsilon(threat.epsilon());
  }

  /** A board's name; the data set is part of it only where the leaderboard has several. */
  public static String title(Leaderboard leaderboard, Board board) {
    String threat = name(board.threatModel());
    boolean several =
        leaderboard.boards().stream().map(Board::dataset).distinct().limit(2).count() > 1;
    return several ? board.dataset() + ": " + threat : threat;
  }

  /** A fragment name of a board: letters, digits and hyphens. */
  public static String anchor(Board board) {
    String text =
        board.dataset()
            + "-"
            + board.threatModel().norm()
            + "-"
            + Numerals.epsilon(board.threatModel().epsilon());
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
