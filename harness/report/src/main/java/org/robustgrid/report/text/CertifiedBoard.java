package org.robustgrid.report.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;

/**
 * The certified accuracies of a data set. They are the same on each of its boards, whatever the
 * board's norm, and are therefore shown once.
 *
 * @param dataset whose samples were certified
 * @param boards of the data set
 * @param radii L2 radii, ascending; empty if every certification failed
 * @param rows that have certificates or should have: the best at the smallest radius first, those
 *     without last
 */
public record CertifiedBoard(
    String dataset, List<Board> boards, List<String> radii, List<Row> rows) {

  /** The data set's certificates, where this is its last board and it has some. */
  public static Optional<CertifiedBoard> after(Leaderboard leaderboard, Board board) {
    List<Board> boards =
        leaderboard.boards().stream().filter(b -> b.dataset().equals(board.dataset())).toList();
    if (boards.get(boards.size() - 1) != board) {
      return Optional.empty();
    }
    return of(boards);
  }

  private static Optional<CertifiedBoard> of(List<Board> boards) {
    List<Row> rows = new ArrayList<>();
    for (Row row : boards.get(0).rows()) {
      if (row.certified() != null || failed(row)) {
        rows.add(row);
      }
    }
    List<String> radii =
        rows.stream()
            .filter(row -> row.certified() != null)
            .flatMap(row -> row.certified().keySet().stream())
            .distinct()
            .sorted(Comparator.comparing(BigDecimal::new))
            .toList();
    rows.sort(
        Comparator.comparingDouble((Row row) -> -smallest(row, radii)).thenComparing(Row::label));
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new CertifiedBoard(boards.get(0).dataset(), boards, radii, rows));
  }

  private static boolean failed(Row row) {
    return row.flags().stream().anyMatch(flag -> flag.kind().equals(Outcome.UNCERTIFIED));
  }

  private static double smallest(Row row, List<String> radii) {
    return row.certified() == null || !row.certified().containsKey(radii.get(0))
        ? -1
        : row.certified().get(radii.get(0)).rate();
  }

  /** The untargeted boards of the same norm as the certificates. */
  public List<Board> l2Boards() {
    return boards.stream()
        .filter(board -> board.threatModel().norm().equals("l2"))
        .filter(board -> board.threatModel().untargeted())
        .toList();
  }

  /** Its name; the data set is part of it only where the leaderboard has several. */
  public String title(Leaderboard leaderboard) {
    boolean several = leaderboard.boards().stream().anyMatch(b -> !b.dataset().equals(dataset));
    return (several ? dataset + ": c" : "C") + "ertified accuracy, L2";
  }
}
