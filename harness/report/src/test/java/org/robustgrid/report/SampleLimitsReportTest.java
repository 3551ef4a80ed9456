package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.markdown.MarkdownReport;

/** What reports say of rates over fewer samples than the board has, and of rows without attacks. */
class SampleLimitsReportTest {

  private final Leaderboard limited = SampleLeaderboard.of(SampleLeaderboard.limited());
  private final Leaderboard notAttacked = SampleLeaderboard.of(SampleLeaderboard.notAttacked());

  @Test
  void markdown_marks_a_rate_over_fewer_samples_and_no_other() {
    String row =
        MarkdownReport.draw(limited)
            .lines()
            .filter(line -> line.startsWith("| limited"))
            .findFirst()
            .orElseThrow();
    String[] cells = row.split(" \\| ");
    assertThat(cells[2]).startsWith("100.0 %").doesNotContain("n =");
    assertThat(cells[3]).startsWith("**50.0 %").contains("(n = 4)");
    assertThat(row).containsOnlyOnce("(n = 4) (1)");
  }

  @Test
  void the_page_marks_it_too() {
    assertThat(SampleLeaderboard.page(limited))
        .contains("<span class=\"interval\"> (n = 4)</span>");
  }

  @Test
  void csv_gives_the_number_of_samples_of_each_rate() {
    assertThat(CsvReport.draw(limited).lines())
        .anyMatch(line -> line.contains(",8,limited,") && line.contains(",clean,"))
        .anyMatch(line -> line.contains(",4,limited,") && line.contains(",worst,"))
        .anyMatch(line -> line.contains(",4,limited,") && line.contains(",apgd,"))
        .anyMatch(line -> line.contains(",8,limited,") && line.contains(",fgsm,"));
  }

  @Test
  void a_row_that_nothing_attacked_has_no_worst_case_in_any_report() {
    assertThat(MarkdownReport.draw(notAttacked)).contains("| **not attacked** |");
    assertThat(CsvReport.draw(notAttacked)).contains("worst,,not attacked,,,,,");
    assertThat(SampleLeaderboard.page(notAttacked))
        .contains("<span class=\"missing\">not attacked</span>")
        .contains("<span class=\"figure\">not attacked</span>");
  }
}
