package org.robustgrid.analyses.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.numerics.corruption.CorruptionKind;
import org.robustgrid.numerics.corruption.Corruptions;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

class CorruptionAccuracyTest {

  private static final int SIDE = 12;
  private static final int AREA = SIDE * SIDE;
  private static final int IMAGES = 6;

  /** Grey images: dark ones of class 0, bright ones of class 1. */
  private static float[] images() {
    float[] images = new float[IMAGES * AREA];
    for (int i = 0; i < IMAGES; i++) {
      Arrays.fill(images, i * AREA, (i + 1) * AREA, i % 2 == 0 ? 0.2f : 0.8f);
    }
    return images;
  }

  /** A model that predicts class 1 for images whose mean exceeds one half. */
  private static ToyAnalysisRequest request() {
    double[][] weights = new double[2][AREA];
    Arrays.fill(weights[1], 1.0 / AREA);
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % 2;
    }
    return new ToyAnalysisRequest(
            new LinearClassifier(weights, new double[] {0.5, 0}), images(), labels, Domain.UNIT)
        .shape(1, SIDE, SIDE);
  }

  private static AnalysisResult run(Map<String, ?> parameters) {
    return Identity.run(new CorruptionAccuracy(), request(), parameters);
  }

  /** The share of images that keep their class under a corruption. */
  private static double expected(CorruptionKind kind, int severity) {
    float[] images = images();
    int right = 0;
    for (int i = 0; i < IMAGES; i++) {
      Corruptions.of(1, SIDE, SIDE)
          .apply(kind, severity, Corruptions.key(kind, severity, i), images, i * AREA);
      double sum = 0;
      for (int p = 0; p < AREA; p++) {
        sum += images[i * AREA + p];
      }
      right += (sum / AREA > 0.5 ? 1 : 0) == i % 2 ? 1 : 0;
    }
    return (double) right / IMAGES;
  }

  @Test
  void a_pass_for_each_kind_and_severity_is_estimated() {
    CorruptionAccuracy provider = new CorruptionAccuracy();
    Parameters given =
        Parameters.of(
            provider.descriptor(), Map.of("kinds", List.of("fog", "contrast"), "samples", 10));

    assertThat(provider.estimate(given, null, 1000)).isEqualTo(Passes.forward(2 * 5 * 10));
    assertThat(provider.estimate(given, null, 4)).isEqualTo(Passes.forward(2 * 5 * 4));
  }

  @Test
  void accuracy_stands_by_kind_and_severity_beside_the_clean_one() {
    AnalysisResult result = run(Map.of("kinds", List.of("fog", "brightness", "contrast")));
    Series fog = Identity.series(result, "fog");
    assertThat(fog.x()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
    assertThat(fog.y().get(0)).isEqualTo(1);
    double sum = 0;
    for (CorruptionKind kind :
        List.of(CorruptionKind.FOG, CorruptionKind.BRIGHTNESS, CorruptionKind.CONTRAST)) {
      for (int severity = 1; severity <= 5; severity++) {
        double accuracy = expected(kind, severity);
        assertThat(Identity.series(result, kind.id()).y().get(severity)).isEqualTo(accuracy);
        sum += accuracy / 15;
      }
    }
    assertThat(Identity.figure(result, "clean accuracy").value()).isEqualTo(1);
    assertThat(Identity.figure(result, "mean corruption accuracy").value())
        .isCloseTo(sum, within(1e-12))
        .isLessThan(1);
    // contrast does not change the mean of a constant image
    assertThat(Identity.figure(result, "accuracy under contrast").value())
        .isCloseTo(1, within(1e-12));
    assertThat(result.tables().get(0).rows()).hasSize(4);
    assertThat(result.tables().get(0).rows().get(3).get(0)).isEqualTo("mean");
    assertThat(result.notes()).anyMatch(note -> note.contains("12×12"));
  }

  @Test
  void the_fifteen_kinds_are_asked_unless_others_are_named() {
    assertThat(run(Map.of("samples", 2)).tables().get(0).rows()).hasSize(16);
  }

  @Test
  void a_kind_that_needs_colour_is_left_out_of_grey_images() {
    AnalysisResult result = run(Map.of("kinds", List.of("saturate", "fog")));
    assertThat(result.tables().get(0).rows()).hasSize(2);
    assertThat(result.notes()).anyMatch(note -> note.contains("saturate"));
  }

  @Test
  void data_that_are_no_images_are_refused_when_a_grid_is_planned() {
    CorruptionAccuracy analysis = new CorruptionAccuracy();
    Parameters parameters = Parameters.of(analysis.descriptor(), Map.of());
    DataDescription plane =
        DataDescription.builder()
            .inputShape(2)
            .classNames(List.of("a", "b"))
            .trainingSamples(1, 1)
            .build();
    assertThatThrownBy(() -> analysis.requireFits(parameters, plane))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("corruptions need images");
  }

  @Test
  void kinds_that_all_need_colour_are_refused_for_grey_images() {
    CorruptionAccuracy analysis = new CorruptionAccuracy();
    Parameters parameters =
        Parameters.of(analysis.descriptor(), Map.of("kinds", List.of("saturate")));
    DataDescription grey =
        DataDescription.builder()
            .inputShape(1, 28, 28)
            .classNames(List.of("a", "b"))
            .trainingSamples(1, 1)
            .build();
    assertThatThrownBy(() -> analysis.requireFits(parameters, grey))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need images in colour; name others in 'kinds'");
  }
}
