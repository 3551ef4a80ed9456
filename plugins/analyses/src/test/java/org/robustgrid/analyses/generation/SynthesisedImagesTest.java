package org.robustgrid.analyses.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

class SynthesisedImagesTest {

  private static final String TAKEN = "images of the first that the second takes for their class";

  /** Two training samples of each of two classes, which are near to one another. */
  private static ToyAnalysisRequest of(double[][] weights) {
    return new ToyAnalysisRequest(
        new LinearClassifier(weights, new double[3]),
        new float[] {1, 0, 0, 1, 0.2f, 0, 0, 1, 0, 0.2f, 1, 0},
        new int[] {0, 0, 1, 1},
        Domain.UNBOUNDED);
  }

  private static ToyAnalysisRequest identity() {
    return of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  }

  @Test
  void ascent_takes_seeds_to_their_class_and_an_empty_ball_leaves_them() {
    // seeds of class 0 are around (1, 0.1, 0); for the second model they are of class 2
    ToyAnalysisRequest pair =
        identity().other(of(new double[][] {{0.1, 0, 0}, {0, 0.1, 0}, {1, 1, 0.1}}));
    Map<String, Object> small = Map.of("per-class", 3, "ridge", 0.0, "epsilon", 1e-9, "steps", 1);
    AnalysisResult left = Identity.run(new SynthesisedImages(), pair, small);
    assertThat(Identity.figure(left, TAKEN).value()).isZero();
    assertThat(Identity.figure(left, "seeds that the first takes for their class").value())
        .isEqualTo(1);
    AnalysisResult far =
        Identity.run(
            new SynthesisedImages(),
            identity().other(of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 9}})),
            Map.of("per-class", 3, "epsilon", 20.0));
    assertThat(Identity.figure(far, TAKEN).value()).isEqualTo(1);
    assertThat(far.notes())
        .anyMatch(note -> note.contains("these classes: 2;"))
        .anyMatch(note -> note.contains("Seeds are drawn from a Gaussian"));
  }

  @Test
  void both_models_start_from_the_same_seeds() {
    AnalysisResult result =
        Identity.run(
            new SynthesisedImages(),
            identity().other(identity()),
            Map.of("per-class", 3, "ridge", 0.5));
    assertThat(Identity.figure(result, "seeds that the first takes for their class").value())
        .isEqualTo(Identity.figure(result, "seeds that the second takes for their class").value());
  }

  @Test
  void gradients_that_are_not_finite_leave_no_image_but_a_note() {
    AnalysisResult result =
        Identity.run(
            new SynthesisedImages(),
            of(new double[][] {{Double.NaN, 0, 0}, {0, Double.NaN, 0}, {0, 0, Double.NaN}})
                .other(identity()),
            Map.of("per-class", 2));
    assertThat(result.notes()).anyMatch(note -> note.startsWith("4 images of the first are left"));
    assertThat(result.figures()).noneMatch(figure -> figure.name().equals(TAKEN));
  }
}
