package org.robustgrid.analyses.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.ImageSet;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

class TargetedImagesTest {

  private static final String TAKEN = "images that the model takes for the target";

  private static ToyAnalysisRequest request() {
    return Identity.request(new int[] {0, 2}, 5, 0, 0, 0, 0, 5);
  }

  private static ToyAnalysisRequest of(double[][] weights) {
    return new ToyAnalysisRequest(
        new LinearClassifier(weights, new double[3]),
        new float[] {5, 0, 0, 0, 0, 5},
        new int[] {0, 2},
        Domain.UNBOUNDED);
  }

  @Test
  void the_logit_rises_by_the_radius_along_its_gradient() {
    AnalysisResult result =
        Identity.run(new TargetedImages(), request(), Map.of("epsilon", 4.0, "steps", 10));
    ImageSet set = result.imageSets().get(0);
    assertThat(set.sources()).containsExactly(0, 0, 1, 1);
    assertThat(set.targets()).containsExactly(1, 2, 0, 1);
    assertThat(set.images()).startsWith(5f, 4f, 0f, 5f, 0f, 4f);
    assertThat(Identity.figure(result, TAKEN).value()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"logit", "cross-entropy"})
  void a_large_ball_reaches_every_class_but_the_source_s_own(String score) {
    AnalysisResult result = Identity.run(new TargetedImages(), request(), Map.of("score", score));
    assertThat(Identity.figure(result, TAKEN).value()).isEqualTo(1);
    assertThat(result.notes()).anyMatch(note -> note.contains("for a source's own class"));
    ImageSet set = result.imageSets().get(0);
    assertThat(set.sources()).hasSize(4);
    for (int i = 0; i < set.size(); i++) {
      assertThat(set.targets().get(i)).isNotEqualTo(set.sources().get(i) == 0 ? 0 : 2);
    }
  }

  @Test
  void cross_entropy_also_lowers_the_other_classes() {
    AnalysisResult result =
        Identity.run(
            new TargetedImages(),
            request(),
            Map.of("score", "cross-entropy", "epsilon", 1.0, "steps", 1));
    float[] first = result.imageSets().get(0).images();
    assertThat(first[0]).isLessThan(5);
    assertThat(first[1]).isPositive();
    double moved = Math.hypot(Math.hypot(first[0] - 5, first[1]), first[2]);
    assertThat(moved).isCloseTo(1, within(1e-6));
  }

  @Test
  void a_model_that_ignores_a_feature_convinces_itself_and_not_another() {
    // the first model has the wrong sign for class 1, the second has the right one
    ToyAnalysisRequest wrong =
        of(new double[][] {{1, 0, 0}, {0, -1, 0}, {0, 0, 1}}).other(request());
    AnalysisResult result = Identity.run(new HeldOutVerdict(), wrong, Map.of("epsilon", 20.0));
    assertThat(
            Identity.figure(result, "images of the first that the second takes for the target")
                .value())
        .isEqualTo(0.5);
    assertThat(
            Identity.figure(result, "images of the second that the first takes for the target")
                .value())
        .isEqualTo(0.5);
  }

  @Test
  void gradients_that_are_not_finite_leave_no_image_but_a_note() {
    AnalysisResult result =
        Identity.run(
            new TargetedImages(),
            of(new double[][] {{Double.NaN, 0, 0}, {0, Double.NaN, 0}, {0, 0, Double.NaN}}),
            Map.of());
    assertThat(result.imageSets()).isEmpty();
    assertThat(result.notes()).anyMatch(note -> note.startsWith("4 images are left out"));
  }
}
