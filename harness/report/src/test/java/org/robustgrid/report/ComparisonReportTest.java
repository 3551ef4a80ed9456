package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.compare.Comparison;
import org.robustgrid.leaderboard.compare.LeaderboardComparison;
import org.robustgrid.leaderboard.statistics.Difference;
import org.robustgrid.report.csv.ComparisonCsv;
import org.robustgrid.report.markdown.ComparisonMarkdown;
import org.robustgrid.report.text.PairText;

class ComparisonReportTest {

  private static final Comparison COMPARISON =
      LeaderboardComparison.of(SampleLeaderboard.full(), List.of());

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void csv_has_a_line_for_each_pair_with_as_many_fields_as_its_header() {
    String csv = ComparisonCsv.write(LeaderboardComparison.of(SampleLeaderboard.full(), NAMED));
    List<String> lines = csv.lines().toList();
    // three boards; worst case, three attacks and clean
    assertThat(lines).hasSize(1 + 3 * 5);
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(29));
    assertThat(csv.replace("\r\n", "")).doesNotContain("\n");
  }

  private static final List<String> NAMED = List.of("trades", "standard");

  @Test
  void markdown_lists_the_samples_only_where_asked() {
    assertThat(ComparisonMarkdown.write(COMPARISON, false)).doesNotContain("only trades:");
    assertThat(ComparisonMarkdown.write(COMPARISON, true))
        .contains("worst case: only trades: 0 1 2 3 4 5 6; only standard: none");
  }

  @Test
  void markdown_names_rows_that_are_left_out() {
    assertThat(ComparisonMarkdown.write(COMPARISON, false))
        .contains("gaussian-noise has no result in the column worst case.");
  }

  @Test
  void reports_read_the_same_under_every_locale() {
    String csv = ComparisonCsv.write(COMPARISON);
    String markdown = ComparisonMarkdown.write(COMPARISON, true);
    for (String locale : new String[] {"de-DE", "ar-EG-u-nu-arab", "tr-TR"}) {
      Locale.setDefault(Locale.forLanguageTag(locale));
      assertThat(ComparisonCsv.write(COMPARISON)).isEqualTo(csv);
      assertThat(ComparisonMarkdown.write(COMPARISON, true)).isEqualTo(markdown);
    }
  }

  @Test
  void differences_carry_their_sign_unless_they_round_to_nothing() {
    assertThat(PairText.difference(new Difference(-0.012, -0.03, 0.0004)))
        .isEqualTo("−1.2 [−3.0, 0.0]");
    assertThat(PairText.signed(0.25)).isEqualTo("+25.0");
  }

  @Test
  void small_p_values_are_not_shown_as_nothing() {
    assertThat(PairText.p(3e-9)).isEqualTo("< 0.0001");
    assertThat(PairText.p(0.04321)).isEqualTo("0.043");
    assertThat(PairText.p(1)).isEqualTo("1");
  }
}
