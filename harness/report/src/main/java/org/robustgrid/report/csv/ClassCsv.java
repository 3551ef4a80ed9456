package org.robustgrid.report.csv;

import java.util.List;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.report.text.ClassAccuracy;

/**
 * Writes accuracies by class as comma-separated values (RFC 4180): one line for each board, row and
 * class. Rates are fractions at full precision; a field is empty if there is no value.
 */
final class ClassCsv {

  private static final List<String> HEADER =
      List.of(
          "dataset", "norm", "epsilon", "goal", "target", "label", "class", "samples", "clean",
          "worst");

  private ClassCsv() {}

  /** The whole document; empty if the leaderboard has no names of classes. */
  static String draw(Leaderboard leaderboard) {
    StringBuilder out = new StringBuilder();
    for (Board board : leaderboard.boards()) {
      for (ClassAccuracy accuracy : ClassAccuracy.of(leaderboard, board)) {
        if (out.isEmpty()) {
          CsvReport.line(out, HEADER);
        }
        CsvReport.line(out, fields(board, accuracy));
      }
    }
    return out.toString();
  }

  private static List<String> fields(Board board, ClassAccuracy accuracy) {
    ThreatModelEntry threat = board.threatModel();
    return List.of(
        board.dataset(),
        threat.norm(),
        threat.bounded() ? Double.toString(threat.epsilon()) : "",
        threat.untargeted() ? "untargeted" : threat.goal(),
        threat.targets(),
        accuracy.row(),
        accuracy.name(),
        Integer.toString(accuracy.samples()),
        text(accuracy.clean()),
        text(accuracy.worst()));
  }

  private static String text(Double value) {
    return value == null ? "" : Double.toString(value);
  }
}
