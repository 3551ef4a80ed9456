package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardCheck;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.Rates;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.markdown.MarkdownReport;

/** A randomised row with its other protocols, beside one without. */
class FurtherColumnsTest {

  private static final Map<String, Column> COLUMNS =
      Map.of(
          Column.FIXED_RANDOMNESS,
          new Column(Bits.of("11000000")),
          Column.resubmissions(10),
          new Column(
              Bits.of("10000000"),
              new TreeMap<>(Map.of("trades", 2, "plain", 1)),
              new TreeMap<>(Map.of("median l2", 1.25, "median linf", 0.1))));

  private static Row with(Row row, Map<String, Column> columns) {
    SeedResult seed = row.perSeed().get(0);
    List<SeedResult> seeds =
        List.of(
            SeedResult.builder(seed.seed(), seed.weightHash())
                .clean(seed.clean())
                .attacks(seed.attacks())
                .worst(seed.worst())
                .cells(seed.cells())
                .columns(columns)
                .build());
    return row.toBuilder().perSeed(seeds).columns(Rates.columns(seeds, 8)).build();
  }

  private static Leaderboard leaderboard(Map<String, Column> columns) {
    Row plain = SampleLeaderboard.row("plain", 1, 0.25);
    return SampleLeaderboard.of(
        List.of(with(SampleLeaderboard.row("noisy", 1, 0.5), columns), plain));
  }

  @Test
  void protocols_stand_side_by_side_with_the_worst_case() {
    String markdown = MarkdownReport.draw(leaderboard(COLUMNS));
    assertThat(markdown)
        .contains("### Beside the worst case")
        .contains("| defense | worst case | 10 resubmissions | fixed randomness |")
        .containsPattern(
            "\\| noisy \\| 50.0 % [^|]*\\| 12.5 % [^|]*\\(trades 2, plain 1; median l2 1.25, median linf 0.1\\) \\| 25.0 % [^|]*\\|")
        .doesNotContainPattern("\\| plain \\| 25.0 % [^|]*\\| +\\|");
    assertThat(HtmlReport.draw(new ReportContent(leaderboard(COLUMNS))))
        .contains("Beside the worst case", "fixed randomness", "10 resubmissions");
    assertThat(CsvReport.draw(leaderboard(COLUMNS)))
        .containsPattern("noisy,.*,column,fixed randomness,complete,0.25,")
        .containsPattern("noisy,.*,column,10 resubmissions,complete,0.125,");
  }

  @Test
  void a_leaderboard_without_them_says_nothing_of_them() {
    Leaderboard without = leaderboard(Map.of());
    assertThat(LeaderboardJson.write(without)).doesNotContain("columns");
    assertThat(MarkdownReport.draw(without)).doesNotContain("Beside the worst case");
  }

  @Test
  void they_are_documented_and_read_back() throws Exception {
    String json = LeaderboardJson.write(leaderboard(COLUMNS));
    String schema = Files.readString(Path.of("../../leaderboards/leaderboard.schema.json"));
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(new ObjectMapper().readTree(json)))
        .isEmpty();
    assertThat(LeaderboardJson.read(json).boards()).isEqualTo(leaderboard(COLUMNS).boards());
  }

  /** A row all of whose figures are those of its bits. */
  private static Row counted(Bits clean, Map<String, Column> columns) {
    Bits bits = Bits.of("11110000");
    List<SeedResult> seeds =
        List.of(
            SeedResult.builder(0, "ef".repeat(32))
                .clean(clean)
                .attacks(Map.of("apgd", bits))
                .worst(bits)
                .columns(columns)
                .build());
    return Row.builder("noisy", "standard")
        .architecture("cnn")
        .seeds(List.of(0L))
        .clean(Rates.of(List.of(clean), 8).orElseThrow())
        .attacks(Map.of("apgd", Rates.of(List.of(bits), 8).orElseThrow()))
        .worst(Rates.of(List.of(bits), 8).orElseThrow())
        .perSeed(seeds)
        .columns(Rates.columns(seeds, 8))
        .build();
  }

  @Test
  void a_rate_that_is_not_that_of_its_bits_is_refused() {
    Bits clean = Bits.of("11111111");
    Row sound = counted(clean, COLUMNS);
    LeaderboardCheck.check(SampleLeaderboard.of(sound));
    Row forged = sound.toBuilder().columns(Map.of(Column.FIXED_RANDOMNESS, sound.clean())).build();
    assertThatThrownBy(() -> LeaderboardCheck.check(SampleLeaderboard.of(forged)))
        .hasMessageContaining("rate 10 resubmissions");
    Row wrong = counted(Bits.of("11110000"), Map.of("other", new Column(Bits.of("00001000"))));
    assertThatThrownBy(() -> LeaderboardCheck.check(SampleLeaderboard.of(wrong)))
        .hasMessageContaining("outcome bits of other");
    Row raised = counted(clean, Map.of(Column.CLAIMS, new Column(Bits.of("11111000"))));
    assertThatThrownBy(() -> LeaderboardCheck.check(SampleLeaderboard.of(raised)))
        .hasMessageContaining("outcome bits of claims");
    Map<String, Column> resubmitted = new TreeMap<>(COLUMNS);
    resubmitted.put(Column.CLAIMS, new Column(Bits.of("10110000")));
    resubmitted.put(Column.claimsWith(Column.resubmissions(10)), new Column(Bits.of("10000000")));
    LeaderboardCheck.check(SampleLeaderboard.of(counted(clean, resubmitted)));
    resubmitted.put(Column.claimsWith(Column.resubmissions(10)), new Column(Bits.of("00100000")));
    assertThatThrownBy(
            () -> LeaderboardCheck.check(SampleLeaderboard.of(counted(clean, resubmitted))))
        .hasMessageContaining("outcome bits of claims with 10 resubmissions");
    Row longer = counted(clean, Map.of("other", new Column(Bits.of("111100001"))));
    assertThatThrownBy(() -> LeaderboardCheck.check(SampleLeaderboard.of(longer)))
        .hasMessageContaining("column other are not one 0 or 1 for each sample");
  }
}
