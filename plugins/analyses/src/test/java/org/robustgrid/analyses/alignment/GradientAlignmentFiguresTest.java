package org.robustgrid.analyses.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AnalysisResult;

class GradientAlignmentFiguresTest {

  private static final double ROOT_HALF = Math.sqrt(0.5);

  private static AnalysisResult units(Map<String, ?> parameters) {
    // gradients of the logits are the unit vectors, and so are the samples
    return Identity.run(
        new GradientAlignmentFigures(),
        Identity.request(new int[] {0, 1, 2}, 1, 0, 0, 0, 1, 0, 0, 0, 1),
        parameters);
  }

  @Test
  void the_cosine_is_that_of_a_gradient_and_the_way_to_the_class() {
    AnalysisResult result = units(Map.of());
    // the one image of a sample's own class is the sample itself, so the target is zero
    assertThat(Identity.figure(result, "mean cosine with one image").value())
        .isCloseTo(2 * ROOT_HALF / 3, within(1e-9));
    assertThat(Identity.figure(result, "mean cosine with one image, true class").value()).isZero();
    assertThat(Identity.figure(result, "mean cosine with the nearest neighbour").value())
        .isCloseTo(2 * ROOT_HALF / 3, within(1e-9));
  }

  @Test
  void classes_beyond_the_first_are_left_out_and_so_is_their_true_class() {
    AnalysisResult result = units(Map.of("classes", 1));
    assertThat(Identity.figure(result, "mean cosine with the class mean").value())
        .isCloseTo(2 * ROOT_HALF / 3, within(1e-9));
    assertThat(Identity.figure(result, "mean cosine with the class mean, true class").value())
        .isZero();
  }

  @Test
  void classes_without_training_samples_are_named() {
    AnalysisResult result =
        Identity.run(
            new GradientAlignmentFigures(),
            Identity.request(new int[] {0, 0}, 1, 0, 0, 0, 1, 0),
            Map.of());
    assertThat(result.notes()).anyMatch(note -> note.contains("these classes: 1, 2;"));
  }

  @Test
  void log_probabilities_also_point_away_from_the_other_classes() {
    double logit = Identity.figure(units(Map.of()), "mean cosine with one image").value();
    double probability =
        Identity.figure(
                units(Map.of("gradient-of", "log-probability")), "mean cosine with one image")
            .value();
    assertThat(probability).isGreaterThan(logit);
  }

  @Test
  void a_picture_of_a_gradient_is_grey_where_it_is_zero() {
    double[] gradient = {0, 2, -1};
    assertThat(GradientPicture.of(gradient, 0, 3, Domain.UNIT)).containsExactly(0.5f, 1f, 0.25f);
    assertThat(GradientPicture.of(new double[] {Double.NaN, 1}, 0, 2, Domain.UNIT))
        .containsExactly(0.5f, 0.5f);
  }
}
