package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.BoardDistances;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Rates;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.markdown.MarkdownReport;

/** Strength and price of two attacks on eight samples, counted by hand. */
class StrengthReportTest {

  private static final Map<String, Bits> BITS =
      Map.of("cheap", Bits.of("00001111"), "dear", Bits.of("10000111"));
  private static final Map<String, Cell> CELLS =
      Map.of(
          "cheap", new Cell("a", State.COMPLETE, null, new Passes(1, 1), null),
          "dear", new Cell("b", State.COMPLETE, null, new Passes(50, 50), null));

  /** The cheap attack broke three at once and one more, the dear one all within five passes. */
  private static final Map<String, Cell> COUNTED =
      Map.of(
          "cheap", counted("a", new Passes(1, 1), Map.of(1L, 3, 2L, 4)),
          "dear", counted("b", new Passes(50, 50), Map.of(1L, 0, 2L, 0, 5L, 4)));

  private static Cell counted(String key, Passes passes, Map<Long, Integer> within) {
    return new Cell(
        key, State.COMPLETE, null, passes, null, null, null, null, new TreeMap<>(within));
  }

  @TempDir Path folder;

  private static Row row() {
    return row(CELLS, null, "cheap", "dear");
  }

  /** A cheap attack breaks four samples of eight, a dear one three of these and one more. */
  private static Row row(
      Map<String, Cell> all, Map<String, List<Double>> distances, String... labels) {
    Bits clean = Bits.of("11111111");
    Map<String, Bits> attacks = new TreeMap<>(BITS);
    Map<String, Cell> cells = new TreeMap<>(all);
    attacks.keySet().retainAll(List.of(labels));
    cells.keySet().retainAll(List.of(labels));
    Map<String, Rate> rates = new TreeMap<>();
    attacks.forEach((attack, bits) -> rates.put(attack, Rates.of(List.of(bits), 8).orElseThrow()));
    Bits worst = Rates.worst(clean, List.copyOf(attacks.values()));
    double passes = cells.values().stream().mapToDouble(cell -> cell.passes().forward()).sum();
    return Row.builder("net", "standard")
        .architecture("cnn")
        .seeds(List.of(0L))
        .clean(Rates.of(List.of(clean), 8).orElseThrow())
        .attacks(rates)
        .worst(Rates.of(List.of(worst), 8).orElseThrow())
        .passes(new Passes(passes, passes))
        .perSeed(
            List.of(
                SeedResult.builder(0, "ef".repeat(32))
                    .clean(clean)
                    .attacks(attacks)
                    .worst(worst)
                    .cells(cells)
                    .distances(distances)
                    .build()))
        .build();
  }

  private static Leaderboard nearest() {
    ThreatModelEntry threat =
        new ThreatModelEntry(
            "l2", Double.POSITIVE_INFINITY, ThreatModelEntry.MINIMUM_DISTANCE, null, null);
    Row row =
        row(
            CELLS,
            Map.of(
                "cheap", Arrays.asList(1.0, 1.0, 1.0, 1.0, null, null, null, null),
                "dear", Arrays.asList(null, 0.5, 0.5, 1.0, 2.0, null, null, null)),
            "cheap",
            "dear");
    Leaderboard any = SampleLeaderboard.of(row);
    return any.withBoards(
        List.of(new Board(any.dataset(), 8, threat, BoardDistances.of(List.of(row), threat, 8))));
  }

  @Test
  void markdown_ranks_attacks_and_follows_the_best_order() {
    assertThat(MarkdownReport.draw(SampleLeaderboard.of(row())))
        .contains("### Strength and price of attacks")
        .contains("| attack | passes a sample | breaks | alone | per 1,000 passes | rank by that |")
        // 4 samples by 8 · 2 passes, 4 by 8 · 100
        .containsPattern(
            "\\| cheap \\| 2 \\| 50.0 % [^|]+ \\| 12.5 % [^|]+ \\| 250 [^|]+ \\| 1 \\|")
        .containsPattern("\\| dear \\| 100 \\| 50.0 % [^|]+ \\| 12.5 % [^|]+ \\| 5 [^|]+ \\| 2 \\|")
        .containsPattern("\\| 1 \\| cheap \\| 50.0 % [^|]+ \\| 2 \\| 50.0 % ")
        // the dear one on the four that are left: 2 + 400 / 8 passes
        .containsPattern("\\| 2 \\| dear \\| 12.5 % [^|]+ \\| 52 \\| 37.5 % ")
        .contains("| net | 100.0 % | 50.0 % at 2 passes | 37.5 % at 52 passes |");
  }

  @Test
  void markdown_shows_what_is_left_by_the_passes_of_a_sample() {
    assertThat(MarkdownReport.draw(SampleLeaderboard.of(row(COUNTED, null, "cheap", "dear"))))
        .contains("| attack | clean | 1 | 2 | 5 |")
        .contains("| cheap | 100.0 % | 62.5 % | 50.0 % | 50.0 % |")
        .contains("| dear | 100.0 % | 100.0 % | 100.0 % | 50.0 % |");
    // an earlier leaderboard does not say
    assertThat(MarkdownReport.draw(SampleLeaderboard.of(row())))
        .doesNotContain("passes that a sample has taken");
  }

  @Test
  void the_page_draws_accuracy_against_passes_in_the_best_order() {
    assertThat(HtmlReport.draw(new ReportContent(SampleLeaderboard.of(row()))))
        .contains("Strength and price of attacks")
        .contains("accuracy left in % against passes a test sample, in the best order")
        .contains("net: from 100 at 0 to 37.5 at 52.");
  }

  @Test
  void csv_has_a_line_for_each_attack_of_each_row_and_of_all_together() throws Exception {
    SampleLeaderboard.REPORT.write(new ReportContent(SampleLeaderboard.of(row())), folder);
    List<String> lines = Files.readAllLines(folder.resolve(CsvReport.ATTACKS));
    assertThat(lines).hasSize(1 + 2 + 2);
    assertThat(lines.get(0)).startsWith("dataset,norm,epsilon,goal,target,label,attack,samples,");
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(26))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("mnist-10k,linf,0.1,untargeted,,,dear,8,100.0,0.5,")
                    .contains(",2,52.0,0.375,"))
        .anySatisfy(
            line -> assertThat(line).startsWith("mnist-10k,linf,0.1,untargeted,,net,cheap,8,2.0,"));
  }

  @Test
  void attacks_of_minimum_distance_are_compared_by_their_nearest_images() throws Exception {
    assertThat(MarkdownReport.draw(nearest()))
        .contains("| defense | attack | passes a sample | median distance | nearest alone |")
        // one that the other attack did not break; the fourth is a tie
        .containsPattern("\\| net \\| cheap \\| 2 \\| ∞ [^|]+ \\| 12.5 % ")
        .containsPattern("\\| net \\| dear \\| 100 \\| ∞ [^|]+ \\| 37.5 % ");
    SampleLeaderboard.REPORT.write(new ReportContent(nearest()), folder);
    assertThat(Files.readAllLines(folder.resolve(CsvReport.ATTACKS)))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(26))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("mnist-10k,l2,,minimum-distance,,net,dear,8,100.0,,,,0.375,")
                    .contains(",,,,,,,,inf,"));
  }

  @Test
  void a_board_of_one_attack_has_no_such_section() throws Exception {
    Row one = row(CELLS, null, "cheap");
    assertThat(MarkdownReport.draw(SampleLeaderboard.of(one))).doesNotContain("Strength and price");
    SampleLeaderboard.REPORT.write(new ReportContent(SampleLeaderboard.of(one)), folder);
    assertThat(folder.resolve(CsvReport.ATTACKS)).doesNotExist();
  }
}
