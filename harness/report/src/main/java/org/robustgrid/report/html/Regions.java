package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.TestSet;

/**
 * The decision boundaries of a data set of two features.
 *
 * @param set the data set's samples
 * @param boards of the data set
 * @param rows that have regions
 * @param several whether the leaderboard has boards of other data sets
 */
record Regions(TestSet set, List<Board> boards, List<Row> rows, boolean several) {

  /** The data set's regions, if this is its last board and its rows have some. */
  static Optional<Regions> after(Leaderboard leaderboard, Board board) {
    List<Board> boards =
        leaderboard.boards().stream().filter(b -> b.dataset().equals(board.dataset())).toList();
    List<Row> rows =
        board.rows().stream().filter(row -> row.regions() != null && row.clean() != null).toList();
    boolean last = boards.get(boards.size() - 1) == board;
    TestSet set = leaderboard.testSet(board);
    boolean drawable = set.inputs() != null && !set.inputs().isEmpty();
    return last && drawable && !rows.isEmpty()
        ? Optional.of(new Regions(set, boards, rows, leaderboard.boards().size() > boards.size()))
        : Optional.empty();
  }

  String anchor() {
    return "regions-" + Page.fragment(boards.get(0).dataset());
  }

  String title() {
    return (several ? boards.get(0).dataset() + ": d" : "D") + "ecision regions";
  }

  List<Integer> labels() {
    return set.labels().stream().distinct().sorted().toList();
  }

  /** What the dashed lines are, in words; empty where there are none. */
  String balls() {
    String balls =
        boards.stream()
            .filter(RegionsPlot::hasBall)
            .map(RegionsPlot::ball)
            .distinct()
            .collect(Collectors.joining(", "));
    return balls.isEmpty()
        ? ""
        : " Dashed: everything within "
            + balls
            + " of one sample; a model is robust at a sample where no boundary comes so close.";
  }

  /** A plot for each row, on the same axes. */
  List<Markup> plots() {
    PlaneFrame frame = PlaneFrame.around(rows.stream().map(Row::regions).toList());
    RegionsPlot plot = new RegionsPlot(set, boards, frame);
    List<Markup> plots = new ArrayList<>();
    rows.forEach(row -> plots.add(plot.draw(anchor() + "-" + (plots.size() + 1), row)));
    return plots;
  }
}
