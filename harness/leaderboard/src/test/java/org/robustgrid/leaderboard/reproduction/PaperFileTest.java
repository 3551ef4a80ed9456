package org.robustgrid.leaderboard.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.UserException;

class PaperFileTest {

  private static final String PAPER =
      """
      id: S9
      title: A paper
      entries:
        - id: S9-T1
          title: A table
          scales:
            digits: {grid: digits/S9.yaml, boards: {"L2 0.5": l2 1.0}, why: "smaller"}
            colour: {why: "no data"}
          columns: [{name: clean, measure: clean}, {name: robust, board: "L2 0.5", measure: worst}]
          rows: [{name: vanilla, row: standard, paper: [93.6, "-"]}]
          statements:
            - {says: "order", order: [a, b, c], measure: worst}
            - {says: "bound", row: a, measure: clean, at-least: 0.9}
            - {says: "trend", row: a, analysis: gaps, series: line, trend: rises}
            - {says: "no test", untestable: "it is a drawing"}
      """;

  private static Paper parse(String text) {
    return PaperFile.parse("S9.yaml", text, Path.of("papers"));
  }

  @Test
  void every_key_is_read() {
    Entry entry = parse(PAPER).entries().get(0);
    assertThat(entry.setting(Scale.DIGITS).grid()).contains("digits/S9.yaml");
    assertThat(entry.setting(Scale.DIGITS).boards()).containsEntry("L2 0.5", "l2 1.0");
    assertThat(entry.setting(Scale.COLOUR).grid()).isEmpty();
    assertThat(entry.setting(Scale.PAPER).why()).contains("no grid of this scale");
    Entry.Line line = entry.table().orElseThrow().lines().get(0);
    assertThat(line.paper()).containsExactly(OptionalDouble.of(93.6), OptionalDouble.empty());
    assertThat(entry.statements())
        .extracting(statement -> statement.getClass().getSimpleName())
        .containsExactly("Order", "Bound", "Trend", "Untestable");
  }

  @Test
  void all_mistakes_are_reported_at_once_with_their_places() {
    assertThatThrownBy(
            () ->
                parse(
                    PAPER
                        .replace("[93.6, \"-\"]", "[93.6]")
                        .replace("measure: worst}\n      -", "measure: wrst}\n      -")
                        .replace("order: [a, b, c]", "order: [a]")
                        .replace("trend: rises", "trend: grows")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("S9.yaml:10:")
        .hasMessageContaining("has 1 numbers; expected one for each of 2 columns")
        .hasMessageContaining("expected one of 'order' (two rows or more)")
        .hasMessageContaining("expected rises or falls, found 'grows'");
  }
}
