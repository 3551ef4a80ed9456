package org.robustgrid.leaderboard.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaneTest {

  private static final List<List<Double>> POINTS = List.of(List.of(0.25, -1.0), List.of(2.0, 3.5));

  private static Plane plane(
      double width, List<String> classes, List<String> confidence, String labels, String decided) {
    return new Plane("decisions", -1, 0.5, width, classes, confidence, POINTS, labels, decided);
  }

  private final Plane plane = plane(4, List.of("01-", "0z0"), List.of("z0i", "zzz"), "01", "0-");

  @Test
  void a_plane_survives_json_with_one_character_a_cell() throws JsonProcessingException {
    String json = new ObjectMapper().writeValueAsString(plane);
    assertThat(json)
        .isEqualTo(
            "{\"name\":\"decisions\",\"left\":-1.0,\"bottom\":0.5,\"width\":4.0,"
                + "\"classes\":[\"01-\",\"0z0\"],\"confidence\":[\"z0i\",\"zzz\"],"
                + "\"points\":[[0.25,-1.0],[2.0,3.5]],\"labels\":\"01\",\"decided\":\"0-\"}");
    assertThat(new ObjectMapper().readValue(json, Plane.class)).isEqualTo(plane);
  }

  @Test
  void what_is_not_known_is_absent_and_read_back() throws JsonProcessingException {
    Plane bare = new Plane("decisions", 0, 0, 1, List.of("0"), null, null, null, null);
    String json = new ObjectMapper().writeValueAsString(bare);
    assertThat(json).doesNotContain("confidence", "points", "labels", "decided");
    assertThat(new ObjectMapper().readValue(json, Plane.class)).isEqualTo(bare);
    assertThat(bare.confidenceAt(0, 0)).isEqualTo(1);
  }

  @Test
  void cells_and_points_are_classes_in_base_36() {
    assertThat(List.of(plane.at(0, 1), plane.at(0, 2), plane.at(1, 1))).containsExactly(1, -1, 35);
    assertThat(plane.confidenceAt(0, 2)).isEqualTo(18 / 35.0);
    assertThat(Plane.symbol(35)).isEqualTo('z');
    assertThat(Plane.symbol(-1)).isEqualTo('-');
    assertThat(Plane.level(0.5)).isEqualTo('i');
    assertThat(plane.present()).containsExactly(0, 1, 35);
    assertThat(plane.share(0)).isEqualTo(0.5);
    assertThat(plane.points(1)).isEqualTo(1);
    assertThat(plane.wrong(1)).isEqualTo(1);
    assertThat(plane.wrong(0)).isZero();
  }

  @Test
  void a_plane_that_is_incomplete_or_not_finite_is_refused_by_name() {
    List<String> cells = List.of("01", "10");
    assertThatThrownBy(() -> plane(Double.NaN, cells, null, "01", "01"))
        .hasMessage("plane decisions has the width NaN; leave out what has no finite value");
    assertThatThrownBy(() -> plane(0, cells, null, "01", "01"))
        .hasMessage("plane decisions has the width 0.0");
    assertThatThrownBy(() -> plane(1, List.of(), null, "01", "01"))
        .hasMessage("plane decisions has no cells");
    assertThatThrownBy(() -> plane(1, List.of("01", "1"), null, "01", "01"))
        .hasMessageContaining("has classes of other characters or another number than 2: '1'");
    assertThatThrownBy(() -> plane(1, List.of("01", "1A"), null, "01", "01"))
        .hasMessageContaining("'1A'");
    assertThatThrownBy(() -> plane(1, cells, List.of("zz"), "01", "01"))
        .hasMessage("plane decisions has 2 rows of classes, but 1 of confidence");
    assertThatThrownBy(() -> plane(1, cells, null, "0", "01"))
        .hasMessageContaining("has labels of other characters or another number than 2: '0'");
    assertThatThrownBy(() -> plane(1, cells, null, "01", "0"))
        .hasMessageContaining("has decided of other characters");
  }
}
