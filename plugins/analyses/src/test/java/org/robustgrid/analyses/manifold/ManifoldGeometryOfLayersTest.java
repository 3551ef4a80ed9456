package org.robustgrid.analyses.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Figure;
import org.robustgrid.testkit.toy.NetworkClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

class ManifoldGeometryOfLayersTest {

  private static ToyAnalysisRequest request(int... labels) {
    ToyNetwork network = new ToyNetwork(DataType.DOUBLE, true, 3, 16, 12, 4);
    float[] images = new float[16 * labels.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = (i * 13 % 17) / 17f;
    }
    return new ToyAnalysisRequest(new NetworkClassifier(network), images, labels, Domain.UNIT)
        .shape(1, 4, 4)
        .network(network);
  }

  private static AnalysisResult balls(double epsilon, Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.putAll(
        Map.of(
            "manifolds",
            "balls",
            "epsilon",
            epsilon,
            "points",
            12,
            "exemplars",
            6,
            "gaussians",
            40));
    parameters.putIfAbsent("steps", 0);
    return Identity.run(new ManifoldGeometryOfLayers(), request(0, 1, 2, 3, 0, 1), parameters);
  }

  private static double figure(AnalysisResult result, String name) {
    return Identity.figure(result, name + ", logits").value();
  }

  @Test
  void larger_balls_are_wider_manifolds_of_less_capacity() {
    AnalysisResult small = balls(0.01, Map.of());
    AnalysisResult large = balls(0.3, Map.of());
    assertThat(figure(large, "radius")).isGreaterThan(3 * figure(small, "radius"));
    assertThat(figure(large, "capacity")).isLessThan(figure(small, "capacity"));
    assertThat(figure(small, "centre correlation")).isBetween(0.0, 1.0);
  }

  @Test
  void capacity_and_radius_have_intervals_over_manifolds() {
    AnalysisResult result = balls(0.1, Map.of());
    for (String name : List.of("capacity, logits", "radius, logits", "dimension, logits")) {
      Figure figure = Identity.figure(result, name);
      assertThat(figure.low().orElseThrow()).as(name).isPositive().isLessThan(figure.value());
      assertThat(figure.high().orElseThrow()).as(name).isGreaterThan(figure.value());
    }
  }

  @Test
  void the_ends_of_attacks_lie_nearer_together_than_random_points() {
    assertThat(figure(balls(0.1, Map.of("steps", 10)), "radius"))
        .isLessThan(figure(balls(0.1, Map.of()), "radius"));
  }

  @Test
  void capacity_by_trial_is_manifolds_by_features() {
    double simulated = figure(balls(0.01, Map.of("dichotomies", 10)), "simulated capacity");
    // six manifolds that are almost points, in four features: half of the dichotomies need 2 to 4
    assertThat(simulated).isBetween(1.5, 3.0);
  }

  @Test
  void classes_of_one_sample_are_left_out_and_said_to_be() {
    AnalysisResult result =
        Identity.run(
            new ManifoldGeometryOfLayers(), request(0, 0, 0, 1, 1, 2), Map.of("gaussians", 20));
    assertThat(result.notes())
        .anyMatch(note -> note.contains("first 2 of its test samples. 2 classes"));
    assertThat(figure(result, "dimension")).isPositive();
  }

  @Test
  void one_manifold_alone_has_nothing_to_be_separated_from() {
    AnalysisResult result =
        Identity.run(new ManifoldGeometryOfLayers(), request(0, 0, 0), Map.of());
    assertThat(result.figures()).isEmpty();
    assertThat(result.notes()).anyMatch(note -> note.contains("needs two manifolds"));
  }

  @Test
  void layers_are_those_that_match_spread_evenly_and_then_the_logits() {
    List<String> names = List.of("conv1", "relu1", "conv2", "relu2", "layer1.0.relu", "dense");
    String pattern = "relu\\d*|.*\\.relu";
    assertThat(LayerActivations.layers(names, pattern, 8))
        .containsExactly("relu1", "relu2", "layer1.0.relu", "logits");
    assertThat(LayerActivations.layers(names, pattern, 1))
        .containsExactly("layer1.0.relu", "logits");
    assertThat(LayerActivations.layers(names, "none", 3))
        .containsExactly("relu1", "relu2", "dense", "logits");
  }

  @Test
  void what_is_no_regular_expression_is_refused() {
    assertThatThrownBy(
            () ->
                Identity.run(
                    new ManifoldGeometryOfLayers(), request(0, 1), Map.of("layers", "relu(")))
        .hasMessageContaining("layers is 'relu('");
  }
}
