package org.robustgrid.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Interval;

class CertifiedBoardTest {

  private static Row row(String label, Map<String, Rate> certified, List<Flag> flags) {
    return Row.builder(label, "d")
        .architecture("a")
        .seeds(List.of(0L))
        .certified(certified)
        .certifiedSamples(certified == null ? null : 10)
        .flags(flags)
        .perSeed(List.of())
        .build();
  }

  private static Map<String, Rate> rates(double smallest) {
    Rate none = new Rate(0, new Interval(0, 0.3), null);
    return Map.of("10", none, "2", none, "0.5", new Rate(smallest, new Interval(0, 1), null));
  }

  private static Leaderboard leaderboard(Row... rows) {
    List<Board> boards =
        List.of("linf", "l2").stream()
            .map(norm -> new Board("data", 10, new ThreatModelEntry(norm, 1), List.of(rows)))
            .toList();
    return new Leaderboard(1, "grid", "data", 10, List.of(), boards, null, Map.of());
  }

  private static CertifiedBoard board(Row... rows) {
    Leaderboard leaderboard = leaderboard(rows);
    return CertifiedBoard.after(leaderboard, leaderboard.boards().get(1)).orElseThrow();
  }

  @Test
  void radii_are_in_the_order_of_numbers() {
    assertThat(board(row("a", rates(0.5), List.of())).radii()).containsExactly("0.5", "2", "10");
  }

  @Test
  void the_best_row_is_first_and_one_that_failed_last() {
    Flag failed = new Flag("failed-certification", "", "gone wrong");
    CertifiedBoard board =
        board(
            row("failed", null, List.of(failed)),
            row("none", null, List.of()),
            row("worse", rates(0.2), List.of()),
            row("better", rates(0.7), List.of()));
    assertThat(board.rows()).extracting(Row::label).containsExactly("better", "worse", "failed");
    assertThat(Outcome.certified(board.rows().get(2), "2"))
        .isEqualTo(new Outcome.Failed("gone wrong"));
  }

  @Test
  void it_appears_once_after_the_last_board_of_its_data_set() {
    Leaderboard leaderboard = leaderboard(row("a", rates(0.5), List.of()));
    assertThat(CertifiedBoard.after(leaderboard, leaderboard.boards().get(0))).isEmpty();
    assertThat(CertifiedBoard.after(leaderboard, leaderboard.boards().get(1))).isPresent();
  }

  @Test
  void without_certificates_there_is_none() {
    Leaderboard leaderboard = leaderboard(row("a", null, List.of()));
    assertThat(CertifiedBoard.after(leaderboard, leaderboard.boards().get(1))).isEmpty();
  }
}
