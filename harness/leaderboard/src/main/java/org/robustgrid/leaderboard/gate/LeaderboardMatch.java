package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/**
 * Puts the baseline's boards and rows beside the candidate's. What the baseline has and the
 * candidate lacks or has otherwise is a failure: a gate that looked away would be passed by
 * deleting rows.
 */
final class LeaderboardMatch {

  private static final String ACCEPT =
      "; if this is intended, accept the candidate as the baseline";

  /** A row that both sides have, on the same samples. */
  record RowMatch(Board before, Row baseline, Board after, Row candidate) {

    /** The board's name. */
    String board() {
      return name(before);
    }
  }

  private final Leaderboard baseline;
  private final Leaderboard candidate;
  private final List<Finding> findings = new ArrayList<>();
  private final List<RowMatch> rows = new ArrayList<>();
  private final Set<String> changed = new HashSet<>();

  LeaderboardMatch(Leaderboard baseline, Leaderboard candidate) {
    this.baseline = baseline;
    this.candidate = candidate;
    datasets();
    baseline.boards().forEach(this::board);
    additions();
  }

  /** Failures of what is missing or changed, then notes. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  List<RowMatch> rows() {
    return List.copyOf(rows);
  }

  /** A board's name. */
  static String name(Board board) {
    return board.dataset() + " " + board.threatModel().words();
  }

  private void failed(String board, String row, String what, String message) {
    findings.add(Finding.of(Status.FAILED, board, row, what, message));
  }

  private void datasets() {
    Map<String, String> before = baseline.provenance().datasets();
    Map<String, String> after = candidate.provenance().datasets();
    before.forEach(
        (dataset, identity) -> {
          if (after.containsKey(dataset) && !after.get(dataset).equals(identity)) {
            changed.add(dataset);
            failed(
                "",
                "",
                "data set " + dataset,
                "changed: the baseline's identity is "
                    + identity
                    + ", the candidate's "
                    + after.get(dataset)
                    + ", so that no result on it can be compared"
                    + ACCEPT);
          }
        });
  }

  private void board(Board board) {
    if (changed.contains(board.dataset())) {
      return;
    }
    Optional<Board> match =
        candidate.boards().stream().filter(other -> name(other).equals(name(board))).findFirst();
    if (match.isEmpty()) {
      boolean known = candidate.boards().stream().anyMatch(b -> sameDataset(b, board));
      failed(
          name(board),
          "",
          known ? "threat model" : "data set",
          "the candidate has no such board; its boards are "
              + candidate.boards().stream().map(LeaderboardMatch::name).toList()
              + ACCEPT);
      return;
    }
    Board other = match.get();
    TestSet before = baseline.testSet(board);
    TestSet after = candidate.testSet(other);
    if (!before.sampleIds().equals(after.sampleIds()) || !before.labels().equals(after.labels())) {
      failed(
          name(board),
          "",
          "sample set",
          "changed: the baseline has "
              + before.size()
              + " samples, the candidate "
              + after.size()
              + (before.size() == after.size() ? " others" : "")
              + ", which cannot be paired"
              + ACCEPT);
      return;
    }
    Map<String, Row> byLabel = new LinkedHashMap<>();
    other.rows().forEach(row -> byLabel.put(row.label(), row));
    for (Row row : board.rows()) {
      if (byLabel.containsKey(row.label())) {
        rows.add(new RowMatch(board, row, other, byLabel.get(row.label())));
      } else {
        failed(
            name(board),
            row.label(),
            "row",
            "missing: the candidate has " + String.join(", ", byLabel.keySet()) + ACCEPT);
      }
    }
  }

  private static boolean sameDataset(Board one, Board other) {
    return one.dataset().equals(other.dataset());
  }

  private void additions() {
    Set<String> boards =
        baseline.boards().stream().map(LeaderboardMatch::name).collect(Collectors.toSet());
    for (Board board : candidate.boards()) {
      if (!boards.contains(name(board))) {
        note(name(board), "", "board", "new: not gated until it is accepted");
      }
    }
    Set<String> known = new HashSet<>();
    baseline.boards().forEach(b -> b.rows().forEach(r -> known.add(name(b) + "\n" + r.label())));
    for (Board board : candidate.boards()) {
      for (Row row : board.rows()) {
        if (boards.contains(name(board)) && !known.contains(name(board) + "\n" + row.label())) {
          note(name(board), row.label(), "row", "new: not gated until it is accepted");
        }
      }
    }
  }

  private void note(String board, String row, String what, String message) {
    findings.add(Finding.of(Status.NOTE, board, row, what, message));
  }
}
