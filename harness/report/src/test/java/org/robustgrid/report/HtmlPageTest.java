package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.html.HtmlReport;

class HtmlPageTest {

  private final String page =
      SampleLeaderboard.page(SampleLeaderboard.full(), SampleLeaderboard.examples());

  @Test
  void loads_nothing_from_anywhere() {
    assertThat(page).doesNotContain("http://", "https://", "<link", "src=\"//", "@import", "url(");
    Matcher source = Pattern.compile("src=\"([^\"]*)\"").matcher(page);
    while (source.find()) {
      assertThat(source.group(1)).startsWith("data:image/png;base64,");
    }
  }

  @Test
  void papers_are_led_to_and_not_loaded() {
    String citation = "Zhang et al.: <TRADES>, arXiv:1901.08573";
    String cited =
        HtmlReport.draw(
            new ReportContent(SampleLeaderboard.full())
                .citing(
                    Map.of("defense trades", List.of(citation), "attack pgd", List.of("Madry"))));
    assertThat(cited)
        .contains("<a href=\"https://arxiv.org/abs/1901.08573\" rel=\"noopener noreferrer\">")
        .contains("Zhang et al.: &lt;TRADES&gt;", "scholar?q=Madry\"", "<a href=\"#papers\">");
    assertThat(page).doesNotContain("#papers");
  }

  @Test
  void the_plot_of_clean_against_worst_case_says_both() {
    assertThat(page).contains("trades: 100.0 % clean, 87.5 % in the worst case.");
  }

  @Test
  void a_row_says_what_it_was_trained_for_and_how_long_that_took() {
    Row row =
        SampleLeaderboard.row("trades", 1, 0.5).toBuilder()
            .parameters(Map.of("norm", "linf", "epsilon", 8.0 / 255))
            .build();
    Leaderboard board =
        SampleLeaderboard.of(row)
            .withTiming(Map.of("trainingSeconds", Map.of("mnist-10k/trades/0", 300.0)));
    assertThat(SampleLeaderboard.page(board)).contains("trained for L∞, ε = 8/255, in 5 min");
  }

  @Test
  void a_row_says_when_its_trainings_ended_if_that_is_known() {
    Row row = SampleLeaderboard.row("trades", 1, 0.5).toBuilder().seeds(List.of(0L, 1L)).build();
    Map<String, String> ended =
        Map.of(
            "mnist-10k/trades/0", "2026-11-27T10:31:05Z",
            "mnist-10k/trades/1", "2026-11-27T10:40:00Z",
            "mnist-10k/trades/2", "2026-11-28T00:00:00Z");
    Leaderboard known = SampleLeaderboard.of(row).withTiming(Map.of("trainingEnded", ended));
    assertThat(SampleLeaderboard.page(known))
        .contains(
            "<dt>training ended</dt><dd>2026-11-27 10:31:05 UTC to 2026-11-27 10:40:00 UTC</dd>");
    for (Map<String, Object> timing :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("trainingEnded", "yesterday"),
            Map.of("trainingEnded", Map.of("mnist-10k/trades/0", 7, "mnist-10k/trades/1", "")))) {
      assertThat(SampleLeaderboard.page(SampleLeaderboard.of(row).withTiming(timing)))
          .doesNotContain("training ended");
    }
  }

  @Test
  void a_setting_that_training_decides_is_shown_as_training_has_it() {
    Row row =
        SampleLeaderboard.row("trades", 1, 0.5).toBuilder()
            .parameters(Map.of("epochs", 0, "steps", 0, "training", Map.of("epochs", 3)))
            .build();
    assertThat(SampleLeaderboard.page(SampleLeaderboard.of(row)))
        .contains("<dd>3, as of training</dd>", "<dt>steps</dt><dd>0</dd>");
  }

  @Test
  void a_label_cannot_become_markup() {
    assertThat(page).doesNotContain(SampleLeaderboard.HOSTILE).doesNotContain("<b>");
    assertThat(page.split("</script>", -1)).hasSize(2);
  }

  @Test
  void a_control_character_of_a_label_is_replaced() {
    assertThat(SampleLeaderboard.page(SampleLeaderboard.of(SampleLeaderboard.failed("a\u0000b"))))
        .contains("a\ufffdb")
        .doesNotContain("\u0000");
  }

  @Test
  void every_image_says_what_it_shows() {
    assertThat(count("<img ")).isPositive().isEqualTo(count(" alt=\"Sample "));
  }

  @Test
  void every_table_has_a_caption_and_scoped_headers() {
    assertThat(count("<table")).isEqualTo(4 + 8 + 9).isEqualTo(count("<caption"));
    assertThat(count("<th ")).isEqualTo(count("<th scope="));
  }

  @Test
  void a_failed_row_is_shown_as_failed_and_has_no_rate() {
    String page = SampleLeaderboard.page(SampleLeaderboard.of(SampleLeaderboard.failed("broken")));
    String body = page.substring(page.indexOf("<tbody>"), page.indexOf("</tbody>"));
    assertThat(body).contains("<span class=\"failed\">failed</span>").doesNotContain("%");
  }

  @Test
  void the_plot_describes_itself_in_words() {
    assertThat(page).contains("trades: 100.0 % at 0, 87.5 % at 0.1, 75.0 % at 0.2.");
  }

  @Test
  void the_plot_of_passes_says_what_attacks_up_to_a_cost_leave_together() {
    assertThat(page).contains("trades: 100.0 % clean, 87.5 % at 82, 87.5 % at 82, 87.5 % at 82.");
  }

  @Test
  void a_row_without_a_worst_case_has_no_line_against_passes() {
    String page = SampleLeaderboard.page(SampleLeaderboard.of(SampleLeaderboard.failed("broken")));
    assertThat(page).doesNotContain("accuracy against passes");
  }

  @Test
  void of_many_rows_the_most_robust_and_the_undefended_are_in_colour() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      rows.add(SampleLeaderboard.row("row-" + i, 1, (9 - i) / 10.0));
    }
    rows.add(SampleLeaderboard.row("standard", 1, 0));
    String page = SampleLeaderboard.page(SampleLeaderboard.of(rows));
    assertThat(page)
        .contains("<g class=\"series-4\" data-row=\"row-4\">")
        .contains("<g class=\"series-5\" data-row=\"standard\">")
        .contains("<g class=\"series-6 faded\" data-row=\"row-5\">");
    // four rows in each of the three plots
    assertThat(page.split(" faded\"", -1)).hasSize(1 + 3 * 4);
  }

  @Test
  void few_rows_are_all_in_colour() {
    assertThat(page).doesNotContain(" faded\"").doesNotContain("\"pick\" aria-pressed=\"false\"");
  }

  @Test
  void the_plot_of_certificates_says_what_is_proven_and_what_attacks_left_of_the_same_samples() {
    // of eight samples six survive the attacks, of the six certified ones all
    assertThat(page)
        .contains(
            "randomized-smoothing: 83.3 % at 0.02, 33.3 % at 0.04, 0.0 % at 0.1;"
                + " under attack 100.0 % at 8/255.");
  }

  @Test
  void a_failed_certification_leaves_the_row_its_attacks() {
    String page =
        SampleLeaderboard.page(SampleLeaderboard.of(SampleLeaderboard.withFailedCertification(1)));
    String boards = page.substring(page.indexOf("<tbody>"), page.indexOf("id=\"defenses\""));
    String board = boards.substring(0, boards.indexOf("</tbody>"));
    String certified = boards.substring(boards.lastIndexOf("<tbody>"));
    assertThat(board).contains("75.0 %").doesNotContain("class=\"failed\"");
    assertThat(certified.substring(0, certified.indexOf("</tbody>")))
        .contains("<span class=\"failed\">failed</span>");
  }

  @Test
  void without_certificates_there_is_no_section_for_them() {
    Row row = SampleLeaderboard.row("trades", 1, 0.5);
    assertThat(SampleLeaderboard.page(SampleLeaderboard.of(row)))
        .doesNotContain("ertified accuracy");
  }

  @Test
  void without_examples_there_is_no_gallery() {
    assertThat(SampleLeaderboard.page(SampleLeaderboard.full()))
        .doesNotContain("Adversarial examples");
  }

  private int count(String text) {
    return page.split(Pattern.quote(text), -1).length - 1;
  }
}
