package org.robustgrid.leaderboard.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisResultTest {

  private static AnalysisResult result(List<Figure> figures, List<Series> series) {
    return new AnalysisResult(
        "curvature", "Curvature", Subject.board(), figures, series, null, null, null, null, null);
  }

  @Test
  void empty_parts_are_absent_in_json_and_read_back_as_empty() throws JsonProcessingException {
    AnalysisResult result = result(List.of(new Figure("mean", 0.5)), null);
    String json = new ObjectMapper().writeValueAsString(result);
    assertThat(json)
        .isEqualTo(
            "{\"id\":\"curvature\",\"title\":\"Curvature\",\"subject\":{},"
                + "\"figures\":[{\"name\":\"mean\",\"value\":0.5,\"unit\":\"\"}]}");
    assertThat(new ObjectMapper().readValue(json, AnalysisResult.class)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void a_value_that_is_not_finite_is_refused_by_name(double value) {
    assertThatThrownBy(() -> new Figure("mean", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("figure mean has the value %s; leave out what has no finite value", value);
    assertThatThrownBy(() -> new Figure("mean", 0, value, 1.0, ""))
        .hasMessageContaining("figure mean has the lower end");
    assertThatThrownBy(() -> new Series("loss", "epsilon", "nats", List.of(0.0), List.of(value)))
        .hasMessageContaining("series loss has the y");
  }

  @Test
  void a_name_given_twice_is_refused() {
    Figure mean = new Figure("mean", 0.5);
    assertThatThrownBy(() -> result(List.of(mean, mean), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("analysis curvature names the figure 'mean' twice");
    Series loss = new Series("loss", "epsilon", "nats", List.of(0.0), List.of(1.0));
    assertThatThrownBy(() -> result(null, List.of(loss, loss)))
        .hasMessageContaining("names the series 'loss, nats against epsilon' twice");
  }

  @Test
  void intervals_have_two_ends_in_order() {
    assertThatThrownBy(() -> new Figure("mean", 0.5, 0.0, null, ""))
        .hasMessage("figure mean has one end of an interval only");
    assertThatThrownBy(() -> new Figure("mean", 0.5, 1.0, 0.0, ""))
        .hasMessage("figure mean has the interval [1.0, 0.0]");
  }

  @Test
  void points_and_cells_are_complete() {
    assertThatThrownBy(() -> new Series("loss", "epsilon", "nats", List.of(0.0, 1.0), List.of(1.0)))
        .hasMessage("series loss has 2 x and 1 y");
    assertThatThrownBy(() -> new Table("counts", List.of("a", "b"), List.of(List.of("1"))))
        .hasMessage("table counts has 2 columns, but a row of 1");
  }

  @Test
  void an_image_that_is_no_png_file_is_refused() {
    assertThatThrownBy(() -> Image.of("map", "A map", new byte[] {1, 2, 3}))
        .hasMessage("image map is no PNG file in Base64");
  }

  @Test
  void a_subject_says_what_it_is() {
    assertThat(Subject.board().words()).isEmpty();
    assertThat(Subject.row("trades").words()).isEqualTo("trades");
    assertThat(Subject.seed("trades", 3).words()).isEqualTo("trades, seed 3");
    assertThat(Subject.pair("trades", "standard").words()).isEqualTo("trades and standard");
    assertThat(Subject.pair("trades", "standard", 1).words())
        .isEqualTo("trades and standard, seed 1");
    assertThatThrownBy(() -> new Subject(null, 1L, null))
        .hasMessage("a subject without a row is a board");
  }
}
