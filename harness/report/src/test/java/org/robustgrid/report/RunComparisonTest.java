package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.html.ComparisonPage;
import org.robustgrid.report.runs.BoardMatch;
import org.robustgrid.report.runs.Change;
import org.robustgrid.report.runs.ColumnMatch;
import org.robustgrid.report.runs.RunComparison;

class RunComparisonTest {

  private static final Row ROBUST = SampleLeaderboard.row("trades", 1, 1);
  private static final Row WEAK = SampleLeaderboard.row("trades", 1, 0);

  private static RunComparison compare(Leaderboard first, Leaderboard second) {
    return RunComparison.of("new", first, "old", second);
  }

  private static RunComparison compare(Row first, Row second) {
    return compare(SampleLeaderboard.of(first), SampleLeaderboard.of(second));
  }

  private static Leaderboard of(
      Leaderboard like, Map<String, String> data, Map<String, Object> attack) {
    Provenance p = like.provenance();
    return like.withProvenance(
        new Provenance(
            p.harness(),
            p.plugins(),
            data,
            p.profile(),
            Map.of(
                "fgsm",
                new AttackSetting("fgsm", attack, "GRADIENTS", List.of("linf"), null, null)),
            p.checks(),
            p.passes(),
            p.interval(),
            p.undefended()));
  }

  @Test
  void a_row_is_paired_with_itself_sample_by_sample() {
    ColumnMatch worst = compare(ROBUST, WEAK).boards().get(0).rows().get(0).worst();
    assertThat(worst.paired().orElseThrow().difference().estimate()).isEqualTo(1);
    // eight of eight samples changed: twice 2 to the power of −8
    assertThat(worst.adjusted()).isEqualTo(2.0 / 256);
    assertThat(worst.verdict()).isEqualTo("A higher");
  }

  @Test
  void p_values_are_corrected_over_the_rows_of_a_board() {
    List<Row> robust = List.of(ROBUST, SampleLeaderboard.row("standard", 1, 1));
    List<Row> weak = List.of(WEAK, SampleLeaderboard.row("standard", 1, 0));
    BoardMatch board =
        compare(SampleLeaderboard.of(robust), SampleLeaderboard.of(weak)).boards().get(0);
    assertThat(board.rows().get(1).worst().adjusted()).isEqualTo(4.0 / 256);
  }

  @Test
  void equal_runs_show_no_difference_and_have_the_same_weights() {
    RunComparison comparison = compare(SampleLeaderboard.full(), SampleLeaderboard.full());
    assertThat(comparison.settings()).isEmpty();
    assertThat(comparison.boards()).hasSize(3);
    assertThat(comparison.boards().get(0).rows().get(0).sameWeights()).isTrue();
    assertThat(comparison.boards().get(0).rows().get(0).worst().differs()).isFalse();
  }

  @Test
  void rows_and_boards_of_one_run_only_are_named() {
    RunComparison comparison =
        compare(SampleLeaderboard.full(), SampleLeaderboard.of(SampleLeaderboard.row("new", 1, 1)));
    assertThat(comparison.onlyFirst())
        .containsExactly("mnist-10k: L∞, ε = 0.2", "mnist-10k: L2, ε = 8/255");
    assertThat(comparison.boards().get(0).onlyFirst()).contains("trades", "standard");
    assertThat(ComparisonPage.write(comparison))
        .contains("Boards that only A has", "<strong>Rows that only B has: </strong>new");
  }

  @Test
  void without_the_same_data_nothing_is_tested_and_the_page_says_so() {
    Leaderboard other = of(SampleLeaderboard.of(WEAK), Map.of("mnist-10k", "other"), Map.of());
    RunComparison comparison = compare(SampleLeaderboard.of(ROBUST), other);
    assertThat(comparison.boards().get(0).rows().get(0).worst().paired()).isEmpty();
    assertThat(ComparisonPage.write(comparison)).contains("different samples here", "not compared");
  }

  @Test
  void settings_that_differ_are_named_down_to_the_value() {
    Map<String, String> data = SampleLeaderboard.full().provenance().datasets();
    Leaderboard like = SampleLeaderboard.of(ROBUST);
    assertThat(
            compare(
                    of(like, data, Map.of("steps", 1, "alpha", 2)),
                    of(like, data, Map.of("steps", 5, "alpha", 2)))
                .settings())
        .containsExactly(new Change("attack fgsm parameters steps", 1, 5));
  }

  @Test
  void the_page_is_one_file_whose_tables_have_captions_and_scoped_headers() {
    String page = ComparisonPage.write(compare(SampleLeaderboard.full(), SampleLeaderboard.full()));
    assertThat(page)
        .doesNotContain("http://", "https://", "<link", "url(", SampleLeaderboard.HOSTILE);
    assertThat(count(page, "<table")).isEqualTo(3).isEqualTo(count(page, "<caption"));
    assertThat(count(page, "<th ")).isEqualTo(count(page, "<th scope="));
  }

  private static int count(String page, String text) {
    return page.split(Pattern.quote(text), -1).length - 1;
  }
}
