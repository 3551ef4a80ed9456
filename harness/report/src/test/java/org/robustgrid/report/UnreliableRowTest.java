package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.FlagEvidence;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.RankIntervals;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.compare.LeaderboardComparison;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.report.markdown.ComparisonMarkdown;
import org.robustgrid.report.markdown.MarkdownReport;
import org.robustgrid.report.text.Lead;

/** A row whose evaluation is called unreliable, beside others that it seems to surpass. */
class UnreliableRowTest {

  private static final int SAMPLES = 40;

  /** A row of which the first samples survive. */
  private static Row row(String label, int survivors, boolean flagged) {
    Row whole = SampleLeaderboard.unreliable(label, 1, 0.5);
    double rate = survivors / (double) SAMPLES;
    Rate rated = new Rate(rate, new Interval(rate, rate), null);
    Bits bits = Bits.of(SAMPLES, i -> i < survivors);
    SeedResult seed = whole.perSeed().get(0);
    return Row.builder(label, whole.defense())
        .architecture(whole.architecture())
        .parameters(whole.parameters())
        .seeds(whole.seeds())
        .status(whole.status())
        .clean(new Rate(1, new Interval(1, 1), null))
        .attacks(Map.of("apgd", rated))
        .worst(rated)
        .passes(whole.passes())
        .flags(flagged ? whole.flags() : List.of())
        .perSeed(
            List.of(
                SeedResult.builder(0, seed.weightHash())
                    .clean(Bits.of(SAMPLES, i -> true))
                    .attacks(Map.of("apgd", bits))
                    .worst(bits)
                    .cells(Map.of("apgd", seed.cells().get("apgd")))
                    .build()))
        .figures(whole.figures())
        .build();
  }

  private static Leaderboard leaderboard(Row... rows) {
    Leaderboard of = SampleLeaderboard.of(List.of());
    List<Integer> ids = IntStream.range(0, SAMPLES).boxed().toList();
    Board board =
        new Board(
            of.dataset(),
            SAMPLES,
            of.boards().get(0).threatModel(),
            RankIntervals.of(List.of(rows)));
    return new Leaderboard(
        of.format(),
        of.grid(),
        of.dataset(),
        SAMPLES,
        List.of(new TestSet(of.dataset(), ids, ids)),
        List.of(board),
        of.provenance(),
        of.timing());
  }

  /** Hidden gradients seem to surpass two equals, which surpass a third beyond chance. */
  private static Leaderboard sample() {
    return leaderboard(
        row("trades", 20, false),
        row("free-at", 19, false),
        row("plain", 2, false),
        row("hidden", 39, true));
  }

  private static String tile(Leaderboard leaderboard) {
    String page = SampleLeaderboard.page(leaderboard);
    String tiles = page.substring(page.indexOf("class=\"tiles\""));
    return tiles.substring(0, tiles.indexOf("</ul>"));
  }

  @Test
  void the_headline_names_every_reliable_row_that_shares_the_best_rank_and_no_other() {
    assertThat(tile(sample()))
        .contains("<span class=\"figure\">50.0 %</span>")
        .contains("<span class=\"muted\">trades, free-at</span>")
        .contains("hidden ≤ 97.5 %")
        .doesNotContain("plain");
  }

  @Test
  void ranks_are_shown_among_the_reliable_rows_by_the_tests_of_all() {
    Lead lead = Lead.of(sample().boards().get(0));
    assertThat(sample().boards().get(0).rows())
        .extracting(row -> row.label() + " " + lead.rank(row))
        .containsExactly("trades 1–2", "free-at 1–2", "plain 3", "hidden ");
    assertThat(sample().boards().get(0).rows())
        .as("what the JSON holds, over all rows")
        .extracting(row -> row.worst().rank().best())
        .containsExactly(2, 2, 4, 1);
  }

  @Test
  void a_board_without_flags_is_led_by_all_whose_best_rank_is_the_first() {
    Leaderboard sound = leaderboard(row("trades", 20, false), row("free-at", 19, false));
    assertThat(Lead.of(sound.boards().get(0)).words())
        .isEqualTo("Highest worst case: 50.0 %, trades; not significantly different: free-at.");
  }

  @Test
  void a_board_of_unreliable_rows_has_no_leader() {
    Leaderboard board = leaderboard(row("hidden", 39, true));
    assertThat(tile(board)).contains(">none reliable<", "hidden ≤ 97.5 %");
    assertThat(Lead.of(board.boards().get(0)).words())
        .startsWith("No row is reliable. Upper bounds");
  }

  @Test
  void its_worst_case_is_written_as_a_bound_and_its_marks_are_hollow() {
    String page = SampleLeaderboard.page(sample());
    String row = page.substring(page.indexOf("<tr data-row=\"hidden\""));
    row = row.substring(0, row.indexOf("</tr>"));
    assertThat(row).contains("<span class=\"value\">≤ 97.5 %</span>", "class=\"label hollow\"");
    assertThat(row).contains("<td class=\"rank\"></td>");
    assertThat(page).contains("hidden: 100.0 % at 0, ≤ 97.5 % at 0.1.");
    assertThat(page.split("<g class=\"hollow\">", -1)).as("in each of three plots").hasSize(4);
    assertThat(page).contains("Hollow marks are upper bounds");
  }

  @Test
  void markdown_says_the_same() {
    String text = MarkdownReport.draw(sample());
    assertThat(text)
        .contains("Highest worst case: 50.0 %, trades; not significantly different: free-at.")
        .contains("hidden ≤ 97.5 %")
        .contains("**≤ 97.5 % ");
  }

  @Test
  void a_comparison_calls_no_row_better_by_an_upper_bound() {
    String text = ComparisonMarkdown.write(LeaderboardComparison.of(sample(), List.of()), false);
    assertThat(text.lines().filter(line -> line.startsWith("| worst case | plain | hidden")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("| 5.0 | ≤ 97.5 |")
        .endsWith("| – |");
    assertThat(text).contains("hidden is flagged: its evaluation is unreliable");
    assertThat(text.lines().filter(line -> line.startsWith("| worst case | trades | plain")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .endsWith("| trades |");
  }

  @Test
  void a_constant_model_keeps_what_it_keeps() {
    Row flagged = row("constant", 20, true);
    FlagEvidence evidence = flagged.flags().get(0).evidence();
    FlagEvidence holds = new FlagEvidence(evidence.asked(), evidence.samples(), evidence.p(), true);
    Row constant =
        flagged.withFlags(List.of(new Flag("constant-model", "", "it decides the same", holds)));
    assertThat(flagged.unreliable()).isTrue();
    assertThat(constant.unreliable()).isFalse();
  }

  @Test
  void a_remark_that_accuses_nothing_changes_nothing() {
    Row stated =
        row("trades", 20, false)
            .withFlags(List.of(new Flag("randomised", "", "judged by the majority")));
    List<Row> rows = new ArrayList<>(List.of(stated, row("free-at", 2, false)));
    assertThat(tile(SampleLeaderboard.of(RankIntervals.of(rows))))
        .contains("50.0 %", "<span class=\"muted\">trades</span>")
        .doesNotContain("≤");
  }
}
