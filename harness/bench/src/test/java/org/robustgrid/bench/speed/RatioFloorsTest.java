package org.robustgrid.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.UserException;

class RatioFloorsTest {

  private static final List<String> RATIOS = List.of("this against that", "one against another");
  private static final RatioFloors FLOORS =
      new RatioFloors("floors.yaml", Map.of("this against that", 2.0));

  private static RatioFigure figure(String name, double... ratios) {
    return RatioFigure.of(name, 64, ratios);
  }

  @Test
  void a_ratio_at_its_floor_passes() {
    assertThat(FLOORS.shortfalls(List.of(figure("this against that", 1, 2, 3)))).isEmpty();
  }

  @Test
  void a_ratio_below_its_floor_is_named_with_floor_and_figure() {
    assertThat(FLOORS.shortfalls(List.of(figure("this against that", 1, 1.9, 3))))
        .singleElement()
        .asString()
        .contains("'this against that' is 1.9", "floor of 2.0 in floors.yaml", "1.0 to 3.0");
  }

  @Test
  void a_single_slow_round_does_not_decide() {
    assertThat(FLOORS.shortfalls(List.of(figure("this against that", 0.1, 2.5, 2.6)))).isEmpty();
  }

  @Test
  void a_ratio_that_is_no_number_falls() {
    assertThat(FLOORS.shortfalls(List.of(figure("this against that", Double.NaN)))).hasSize(1);
  }

  @Test
  void a_ratio_without_floor_is_not_judged() {
    assertThat(FLOORS.shortfalls(List.of(figure("one against another", 0.01)))).isEmpty();
  }

  @Test
  void floors_are_read_from_yaml() {
    assertThat(RatioFloors.parse("f", "this against that: 1.5", RATIOS).floors())
        .containsExactly(Map.entry("this against that", 1.5));
  }

  @Test
  void every_mistake_is_reported_at_once() {
    String text = "this against that: -1\none against another: fast\nspeed: 3\n";

    assertThatThrownBy(() -> RatioFloors.parse("f.yaml", text, RATIOS))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "f.yaml:1:", "not -1", "f.yaml:2:", "'fast'", "f.yaml:3:", "speed");
  }

  @Test
  void a_file_of_no_floors_judges_nothing_and_is_refused() {
    assertThatThrownBy(() -> RatioFloors.parse("f.yaml", "{}", RATIOS))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("no floor", "this against that");
  }

  @Test
  void a_missing_file_is_the_users_error() {
    assertThatThrownBy(() -> RatioFloors.read(Path.of("no-such.yaml"), RATIOS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("there is no file no-such.yaml");
  }
}
