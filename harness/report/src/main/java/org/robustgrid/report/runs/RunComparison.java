package org.robustgrid.report.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.report.text.ThreatModels;

/**
 * Two runs, A and B. A difference is A's rate less B's.
 *
 * @param firstName what the reader calls A
 * @param secondName what the reader calls B
 * @param boards that both have, in A's order
 * @param onlyFirst names of boards that only A has
 * @param onlySecond names of boards that only B has
 * @param settings that are not the same in both, beside those of the rows
 */
public record RunComparison(
    String firstName,
    Leaderboard first,
    String secondName,
    Leaderboard second,
    List<BoardMatch> boards,
    List<String> onlyFirst,
    List<String> onlySecond,
    List<Change> settings) {

  /** Compares what two leaderboards have in common. */
  public static RunComparison of(
      String firstName, Leaderboard first, String secondName, Leaderboard second) {
    List<BoardMatch> boards = new ArrayList<>();
    List<String> onlyFirst = new ArrayList<>();
    for (Board board : first.boards()) {
      Optional<Board> other = like(board, second);
      if (other.isPresent()) {
        boards.add(BoardMatch.of(first, board, second, other.get()));
      } else {
        onlyFirst.add(name(board));
      }
    }
    List<String> onlySecond =
        second.boards().stream()
            .filter(board -> like(board, first).isEmpty())
            .map(RunComparison::name)
            .toList();
    return new RunComparison(
        firstName,
        first,
        secondName,
        second,
        boards,
        onlyFirst,
        onlySecond,
        settings(first, second));
  }

  private static Optional<Board> like(Board board, Leaderboard in) {
    return in.boards().stream()
        .filter(other -> other.dataset().equals(board.dataset()))
        .filter(other -> other.threatModel().equals(board.threatModel()))
        .findFirst();
  }

  private static String name(Board board) {
    return board.dataset() + ": " + ThreatModels.name(board.threatModel());
  }

  private static List<Change> settings(Leaderboard first, Leaderboard second) {
    var a = first.provenance();
    var b = second.provenance();
    return Stream.of(
            Change.between("harness", a.harness(), b.harness()),
            Change.between("data set", a.datasets(), b.datasets()),
            Change.between("attack", a.attackSettings(), b.attackSettings()),
            Change.between("checks", a.checks().settings(), b.checks().settings()),
            Change.between("profile", a.profile(), b.profile()),
            Change.between("plugin", a.plugins(), b.plugins()))
        .flatMap(List::stream)
        .toList();
  }
}
