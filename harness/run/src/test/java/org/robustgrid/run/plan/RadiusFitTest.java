package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RadiusFitTest {

  private static PlannedDataset data(double low, double high) {
    return data(low, high, Map.of());
  }

  private static PlannedDataset data(double low, double high, Map<String, Double> radii) {
    PlannedDataset clouds = Grids.plan(Grids.SMALL).datasets().get(0);
    return new PlannedDataset(
        clouds.plugin(),
        clouds.identity(),
        List.of(1L, 2L, 2L),
        clouds.classNames(),
        low,
        high,
        clouds.trainingSize(),
        radii,
        clouds.labels());
  }

  private static List<String> notes(String norm, double epsilon, PlannedDataset dataset) {
    return RadiusFit.notes(List.of(new PlannedThreatModel(norm, epsilon)), List.of(dataset));
  }

  @Test
  void a_radius_within_half_of_the_range_is_not_questioned() {
    assertThat(notes("linf", 0.5, data(0, 1))).isEmpty();
    assertThat(notes("l2", 1, data(0, 1))).isEmpty();
    assertThat(notes("l1", 2, data(0, 1))).isEmpty();
    assertThat(notes("l0", 2, data(0, 1))).isEmpty();
    assertThat(notes("linf", 127, data(0, 255))).isEmpty();
  }

  @Test
  void a_radius_beyond_it_is_questioned_with_what_may_be_meant() {
    assertThat(notes("linf", 8, data(0, 1)))
        .singleElement()
        .asString()
        .contains("epsilon 8.0 under linf", "0.0 to 1.0", "write 8/255");
    assertThat(notes("linf", 0.6, data(0, 1))).singleElement().asString().doesNotContain("255");
    assertThat(notes("l2", 1.1, data(0, 1))).hasSize(1);
    assertThat(notes("l1", 2.1, data(0, 1))).hasSize(1);
    assertThat(notes("l0", 3, data(0, 1))).hasSize(1);
  }

  @Test
  void a_radius_of_more_than_twice_what_is_customary_is_questioned() {
    PlannedDataset data = data(0, 1, Map.of("linf", 0.1, "l2", 0.3));
    assertThat(notes("linf", 0.2, data)).isEmpty();
    assertThat(notes("linf", 0.25, data))
        .singleElement()
        .asString()
        .contains("epsilon 0.25 under linf is more than twice what is customary on", ", 0.1: ");
    assertThat(notes("l1", 1.5, data)).isEmpty();
    assertThat(notes("linf", 0.6, data))
        .singleElement()
        .asString()
        .contains("more than half", "customary there is 0.1");
  }

  @Test
  void data_without_bounds_has_no_such_radius() {
    PlannedDataset unbounded = data(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertThat(notes("linf", 1e9, unbounded)).isEmpty();
  }
}
