package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.RowPair;
import org.robustgrid.report.text.ThreatModels;

/** The paired differences that a page holds for two rows side by side. */
class PagePairsTest {

  private static JsonNode read(Leaderboard leaderboard) throws JsonProcessingException {
    Matcher pairs =
        Pattern.compile("data-pairs=\"([^\"]*)\"").matcher(SampleLeaderboard.page(leaderboard));
    assertThat(pairs.find()).isTrue();
    return new ObjectMapper().readTree(pairs.group(1).replace("&#34;", "\"").replace("&amp;", "&"));
  }

  @Test
  void the_page_holds_the_differences_of_a_comparison_pair_by_pair() throws Exception {
    List<Row> rows =
        List.of(
            SampleLeaderboard.row("first", 1, 0.75),
            SampleLeaderboard.failed("broken"),
            SampleLeaderboard.row("the \"other\"", 1, 0.25));
    Leaderboard leaderboard = SampleLeaderboard.of(rows);
    String anchor = ThreatModels.anchor(leaderboard.boards().get(0));
    JsonNode board = read(leaderboard).get(anchor);
    assertThat(board.get("rows")).extracting(JsonNode::asText).contains("the \"other\"");
    List<Row> shown = leaderboard.boards().get(0).rows();
    RowPair pair = RowPair.all(shown, Measure.WORST).get(0);
    JsonNode worst = board.get("columns").get("1");
    assertThat(worst).hasSize(3);
    List<JsonNode> compared = new ArrayList<>();
    worst.forEach(entry -> compared.add(entry));
    compared.removeIf(entry -> !entry.isArray());
    assertThat(compared).hasSize(1);
    assertThat(compared.get(0).get(0).asDouble())
        .isEqualTo(100 * pair.comparison().difference().estimate());
    assertThat(compared.get(0).get(4).asInt()).isEqualTo(pair.comparison().samples());
  }

  @Test
  void a_row_that_is_higher_by_an_upper_bound_gets_no_verdict() throws Exception {
    Leaderboard leaderboard =
        SampleLeaderboard.of(
            List.of(
                SampleLeaderboard.unreliable("hidden", 1, 1), SampleLeaderboard.row("low", 1, 0)));
    JsonNode columns = read(leaderboard).elements().next().get("columns");
    assertThat(columns.get("1").get(0).get(3).asDouble()).isLessThan(0.05);
    assertThat(columns.get("1").get(0).get(5).asInt()).isEqualTo(2);
    assertThat(columns.get("3").get(0).get(5).asInt()).isZero();
  }

  @Test
  void a_board_of_many_rows_holds_no_pairs() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      rows.add(SampleLeaderboard.row("row-" + i, 1, 0.5));
    }
    assertThat(read(SampleLeaderboard.of(rows))).isEmpty();
  }
}
