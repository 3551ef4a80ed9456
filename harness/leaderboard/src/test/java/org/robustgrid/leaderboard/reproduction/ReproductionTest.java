package org.robustgrid.leaderboard.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Boards;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.reproduction.Finding.Verdict;

class ReproductionTest {

  private static final String GOOD = "1".repeat(18) + "00";
  private static final String MIDDLE = "1".repeat(16) + "0000";
  private static final String BAD = "11" + "0".repeat(18);

  private static final Subject PAIR = Subject.pair("good", "bad");

  private static AnalysisResult analysis(String row, Double low, double value, Double high) {
    return new AnalysisResult(
        "gaps",
        "Gaps",
        Subject.seed(row, 0),
        List.of(new Figure("gap", value, low, high, "")),
        List.of(
            new Series(
                "line",
                "x",
                "y",
                List.of(1.0, 2.0, 3.0, 4.0, 5.0),
                List.of(value, value + 1, value + 2, value + 3, value + 4))),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Row analysed(Row row, Double low, double value, Double high) {
    return row.withAnalyses(List.of(analysis(row.label(), low, value, high)));
  }

  private static Leaderboard board() {
    return Boards.of(
        analysed(Boards.row("good", GOOD), 0.8, 0.9, 1.0),
        analysed(Boards.row("middle", MIDDLE), 0.1, 0.2, 0.3),
        analysed(Boards.row("bad", BAD), null, 0.5, null));
  }

  private static Reproduction of(String statement) {
    String text =
        "id: S9\ntitle: t\nentries:\n"
            + "  - id: S9-T1\n    title: t\n"
            + "    scales: {digits: {boards: {\"Linf 8/255\": linf 0.1}, why: w}}\n"
            + "    columns: [{name: robust, board: \"Linf 8/255\", measure: worst}]\n"
            + "    rows: [{name: a, row: good, paper: [50]}, {name: b, row: gone, paper: [1]}]\n"
            + "    statements: ["
            + statement
            + "]\n";
    Entry entry = PaperFile.parse("S9.yaml", text, Path.of("")).entries().get(0);
    return Reproduction.of(entry, Scale.DIGITS, board());
  }

  private static Verdict verdict(String statement) {
    return of(statement).findings().get(0).verdict();
  }

  @Test
  void a_table_has_the_leaderboard_s_values_beside_the_paper_s() {
    Reproduction reproduction = of("");
    assertThat(reproduction.lines().get(0).values().get(0).orElseThrow().value())
        .isCloseTo(0.9, within(1e-12));
    assertThat(reproduction.lines().get(1).values().get(0)).isEmpty();
  }

  @Test
  void an_order_is_there_or_its_opposite_or_neither() {
    assertThat(verdict("{says: s, order: [good, bad], measure: worst}"))
        .isEqualTo(Verdict.REPRODUCED);
    assertThat(verdict("{says: s, order: [bad, good], measure: worst}"))
        .isEqualTo(Verdict.OPPOSITE);
    assertThat(verdict("{says: s, order: [good, middle], measure: attack pgd}"))
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("{says: s, order: [good, gone], measure: worst}"))
        .isEqualTo(Verdict.NOT_TESTABLE);
  }

  @Test
  void an_order_of_three_rows_is_two_tests_of_one_family() {
    List<Finding> findings = of("{says: s, order: [good, middle, bad], measure: worst}").findings();
    assertThat(findings).hasSize(2);
    assertThat(findings.get(1).adjusted().orElseThrow())
        .isCloseTo(2 * findings.get(1).p().orElseThrow(), within(1e-12));
    assertThat(findings.get(0).says()).isEqualTo("s: good, middle");
  }

  @Test
  void figures_are_compared_by_their_intervals() {
    assertThat(verdict("{says: s, order: [good, middle], analysis: gaps, figure: gap}"))
        .isEqualTo(Verdict.REPRODUCED);
    Finding without =
        of("{says: s, order: [good, bad], analysis: gaps, figure: gap}").findings().get(0);
    assertThat(without.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(without.evidence()).contains("have no interval");
  }

  @Test
  void a_pair_is_found_in_the_order_of_its_figures() {
    AnalysisResult pair = analysis("good", 0.8, 0.9, 1.0).of("gaps", "Gaps", PAIR);
    Lookup lookup =
        new Lookup(
            Boards.of(Boards.row("good", GOOD).withAnalyses(List.of(pair)), Boards.row("bad", BAD)),
            Map.of());
    Place place =
        new Place(
            Optional.of("good + bad"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("gaps"),
            Optional.of("gap"));
    assertThat(lookup.figures(place)).hasSize(1);
    assertThat(lookup.figures(place.in("bad + good"))).isEmpty();
  }

  @Test
  void a_figure_of_a_pair_in_the_other_order_is_the_one_with_first_and_second_exchanged() {
    List<Figure> figures =
        List.of(
            new Figure("images of the first before the second", 0.1, null, null, ""),
            new Figure("images of the second before the first", 0.9, null, null, ""));
    AnalysisResult pair =
        new AnalysisResult(
            "gaps", "Gaps", PAIR, figures, List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of());
    Lookup lookup =
        new Lookup(Boards.of(Boards.row("good", GOOD).withAnalyses(List.of(pair))), Map.of());
    Place place = figure("images of the first before the second").in("bad + good");
    assertThat(lookup.figures(place)).extracting(Figure::value).containsExactly(0.9);
  }

  @Test
  void a_figure_may_be_a_point_of_a_line_or_speak_of_a_board() {
    Lookup lookup =
        new Lookup(
            Boards.of(
                Boards.row("good", GOOD).withAnalyses(List.of(analysis("good", null, 0.5, null)))),
            Map.of("8/255", "line"));
    assertThat(lookup.figures(figure("{8/255} at 3").in("good")))
        .extracting(Figure::value)
        .containsExactly(2.5);
    assertThat(lookup.figures(figure("line at 6").in("good"))).isEmpty();
  }

  private static Place figure(String name) {
    return new Place(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("gaps"),
        Optional.of(name));
  }

  @Test
  void bounds_go_by_the_interval() {
    assertThat(verdict("{says: s, row: bad, measure: worst, at-most: 0.5}"))
        .isEqualTo(Verdict.REPRODUCED);
    assertThat(verdict("{says: s, row: good, measure: worst, at-most: 0.5}"))
        .isEqualTo(Verdict.OPPOSITE);
    assertThat(verdict("{says: s, row: bad, measure: worst, at-most: 0.1}"))
        .isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void a_line_that_rises_throughout_is_found_to_rise_and_not_to_fall() {
    String line = "{says: s, row: good, analysis: gaps, series: line, trend: ";
    assertThat(verdict(line + "rises}")).isEqualTo(Verdict.REPRODUCED);
    assertThat(verdict(line + "falls}")).isEqualTo(Verdict.OPPOSITE);
    // of 120 orders of five values one rises and one falls throughout
    assertThat(of(line + "rises}").findings().get(0).p().orElseThrow())
        .isCloseTo(2 / 120.0, within(1e-12));
  }

  @Test
  void ties_count_half_and_make_a_trend_less_clear() {
    Kendall flat = Kendall.of(List.of(1.0, 2.0, 3.0), List.of(5.0, 5.0, 5.0));
    assertThat(flat.tau()).isZero();
    assertThat(flat.p()).isEqualTo(1);
  }
}
