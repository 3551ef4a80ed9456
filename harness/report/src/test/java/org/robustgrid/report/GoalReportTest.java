package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.BoardDistances;
import org.robustgrid.leaderboard.FlagEvidence;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Rates;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.markdown.MarkdownReport;
import org.robustgrid.report.text.ThreatModels;

/** How boards of other goals read. */
class GoalReportTest {

  private static final int SAMPLES = 8;
  private static final ThreatModelEntry NEAREST =
      new ThreatModelEntry(
          "l2", Double.POSITIVE_INFINITY, ThreatModelEntry.MINIMUM_DISTANCE, null, null);
  private static final ThreatModelEntry EACH =
      new ThreatModelEntry("linf", 0.1, ThreatModelEntry.TARGETED, "each", null);

  private static Row row(String text, Cell cell, Map<String, List<Double>> distances) {
    Bits clean = Bits.of(SAMPLES, i -> true);
    Bits bits = Bits.of(text);
    return Row.builder("net", "standard")
        .architecture("cnn")
        .seeds(List.of(0L))
        .clean(Rates.of(List.of(clean), SAMPLES).orElseThrow())
        .attacks(Map.of("seek", Rates.of(List.of(bits), SAMPLES).orElseThrow()))
        .worst(Rates.of(List.of(bits), SAMPLES).orElseThrow())
        .passes(new Passes(2, 0))
        .perSeed(
            List.of(
                SeedResult.builder(0, "ef".repeat(32))
                    .clean(clean)
                    .attacks(Map.of("seek", bits))
                    .worst(bits)
                    .cells(Map.of("seek", cell))
                    .distances(distances)
                    .build()))
        .build();
  }

  private static Leaderboard of(ThreatModelEntry threat, Row row) {
    Leaderboard any = SampleLeaderboard.of(SampleLeaderboard.limited());
    Board board =
        new Board(any.dataset(), SAMPLES, threat, BoardDistances.of(List.of(row), threat, SAMPLES));
    return any.withBoards(List.of(board));
  }

  private static Leaderboard nearest() {
    List<Double> distances = List.of(0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0);
    return of(
        NEAREST,
        row(
            "0".repeat(SAMPLES),
            new Cell("k", State.COMPLETE, null, new Passes(2, 0), null),
            Map.of("seek", distances)));
  }

  private static Leaderboard each() {
    return of(
        EACH,
        row("11110000", new Cell("k", State.COMPLETE, null, new Passes(2, 0), null, 72, 9), null));
  }

  @Test
  void boards_are_named_by_their_goals() {
    assertThat(ThreatModels.name(NEAREST)).isEqualTo("L2, minimum distance");
    assertThat(ThreatModels.name(EACH)).isEqualTo("L∞, ε = 0.1, targeted (each)");
    assertThat(
            ThreatModels.name(
                new ThreatModelEntry("l2", 2, ThreatModelEntry.MINIMUM_DISTANCE, null, null)))
        .isEqualTo("L2, ε ≤ 2, minimum distance");
    assertThat(
            ThreatModels.name(
                new ThreatModelEntry("l0", 3, ThreatModelEntry.TARGETED, null, List.of(1, 4))))
        .isEqualTo("L0, ε = 3, targeted (classes 1, 4)");
  }

  @Test
  void markdown_shows_median_mean_and_curve() {
    String text = MarkdownReport.draw(nearest());
    assertThat(text)
        .contains("| median distance | mean distance | rank |")
        .contains("**2.25 [0.500, 4.00]**")
        .contains("| 2.25 [1.23, 3.27] |")
        .contains("| net | 100.0 % \\[67.6, 100.0\\] |")
        .contains("ε = 1.6", "ε = 4 |")
        .contains("area under the curve");
  }

  @Test
  void csv_has_distances_beside_rates_and_a_line_for_each_point_of_the_curve() {
    List<String> lines = CsvReport.draw(nearest()).lines().toList();
    assertThat(lines.get(0))
        .endsWith(
            "goal,target,median_distance,median_low,median_high,mean_distance,mean_low,mean_high,unbroken,targets_tried,targets_reached");
    assertThat(lines)
        .anyMatch(
            l -> l.contains(",worst,") && l.contains(",minimum-distance,,2.25,0.5,4.0,2.25,"));
    assertThat(lines.stream().filter(l -> l.contains(",curve,"))).hasSize(21);
    assertThat(lines.get(1)).contains(",l2,,8,net,");
  }

  @Test
  void a_targeted_board_shows_how_often_targets_were_reached() {
    // the interval is that of 8 samples, not of 72 pairs
    assertThat(MarkdownReport.draw(each()))
        .contains("### Targets reached")
        .contains("12.5 % \\[2.2, 47.1\\] (9 of 72)");
    assertThat(CsvReport.draw(each()).lines())
        .filteredOn(line -> line.contains(",attack,seek,"))
        .singleElement()
        .asString()
        .endsWith(",targeted,each,,,,,,,,72,9");
  }

  @Test
  void distances_of_an_unreliable_row_are_upper_bounds() {
    FlagEvidence evidence = new FlagEvidence(8, List.of(1), 0, null);
    Row flagged =
        nearest()
            .boards()
            .get(0)
            .rows()
            .get(0)
            .withFlags(List.of(new Flag("zero-gradient", "", "gradients vanish", evidence)));
    Leaderboard board = of(NEAREST, flagged);
    assertThat(MarkdownReport.draw(board))
        .contains("**≤ 2.25 [0.500, 4.00]**")
        .contains("| ≤ 2.25 [1.23, 3.27] |")
        .contains("| 2.25 [0.500, 4.00] |")
        .contains("Upper bounds only");
    assertThat(HtmlReport.draw(new ReportContent(board)))
        .contains("<span class=\"value\">≤ 2.25</span>");
  }
}
