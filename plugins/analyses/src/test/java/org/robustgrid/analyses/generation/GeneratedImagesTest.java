package org.robustgrid.analyses.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.ImageSet;
import org.robustgrid.testkit.toy.NetworkClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

class GeneratedImagesTest {

  private static final int SAMPLES = 9;

  private static float[] images() {
    float[] images = new float[16 * SAMPLES];
    for (int i = 0; i < images.length; i++) {
      images[i] = (i * 7 % 11) / 11f;
    }
    return images;
  }

  private static ToyAnalysisRequest request(ToyNetwork network) {
    return new ToyAnalysisRequest(
            new NetworkClassifier(network),
            images(),
            new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0},
            Domain.UNIT)
        .shape(1, 4, 4)
        .network(network);
  }

  private static ToyNetwork network() {
    return new ToyNetwork(DataType.DOUBLE, true, 3, 16, 8, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "low-rank", "uniform"})
  void chains_without_noise_lower_the_energy_of_their_seeds(String seeds) {
    AnalysisResult result =
        Identity.run(
            new GeneratedImages(),
            request(network()),
            Map.of("seeds", seeds, "per-class", 3, "noise", 0.0, "step-size", 0.05));
    double before = Identity.figure(result, "mean energy of seeds").value();
    assertThat(Identity.figure(result, "mean energy of images").value()).isLessThan(before);
    assertThat(Identity.series(result, "mean over chains").y().get(0)).isEqualTo(before);
    assertThat(result.imageSets()).hasSize(2);
    assertThat(result.imageSets().get(1).targets()).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(result.images()).hasSize(2);
  }

  @Test
  void a_class_without_samples_and_a_singular_covariance_are_named() {
    AnalysisResult result =
        Identity.run(new GeneratedImages(), request(network()), Map.of("per-class", 2));
    assertThat(result.notes())
        .anyMatch(note -> note.contains("these classes: 2;"))
        .anyMatch(note -> note.contains("covariance is singular"));
  }

  @Test
  void seeds_in_coarse_pixels_repeat_them() {
    AnalysisResult result =
        Identity.run(new GeneratedImages(), request(network()), Map.of("per-class", 1, "grain", 2));
    float[] seed = result.imageSets().get(0).images();
    assertThat(seed[1]).isEqualTo(seed[0]);
    assertThat(seed[4]).isEqualTo(seed[0]);
    assertThat(seed[2]).isNotEqualTo(seed[0]);
  }

  @Test
  void blocks_that_do_not_divide_the_picture_are_refused_before_a_run() {
    GeneratedImages provider = new GeneratedImages();
    DataDescription data =
        DataDescription.builder()
            .inputShape(1, 4, 4)
            .classNames(List.of("a", "b"))
            .trainingSamples(1, 1)
            .build();
    assertThatThrownBy(
            () ->
                provider.requireFits(
                    Parameters.of(provider.descriptor(), Map.of("grain", 3)), data))
        .hasMessageContaining("grain is 3")
        .hasMessageContaining("[1, 4, 4]");
  }

  @Test
  void chains_whose_energy_is_not_finite_are_left_out() {
    ToyNetwork broken = network();
    broken.parameters().assign(Double.NaN);
    broken.parametersChanged();
    AnalysisResult result =
        Identity.run(new GeneratedImages(), request(broken), Map.of("per-class", 2));
    assertThat(result.imageSets()).isEmpty();
    assertThat(result.notes()).anyMatch(note -> note.startsWith("4 chains are left out"));
  }

  private static AnalysisResult generated(float[] images) {
    int count = images.length / 16;
    return AnalysisResult.of("Generated images")
        .imageSet(
            new ImageSet(
                GeneratedImages.NAME,
                "given",
                List.of(1L, 4L, 4L),
                images,
                Collections.nCopies(count, -1),
                Collections.nCopies(count, 0)))
        .build();
  }

  private static AnalysisResult quality(float[] images) {
    return Identity.run(
        new SampleQuality(),
        request(network()).result(GeneratedImages.NAME, generated(images)),
        Map.of());
  }

  @Test
  void training_samples_are_as_good_as_training_samples() {
    AnalysisResult result = quality(images());
    assertThat(Identity.figure(result, "Fréchet distance to training samples").value())
        .isCloseTo(0, within(1e-9));
    assertThat(Identity.figure(result, "L2 distance to the nearest training sample, mean").value())
        .isZero();
    assertThat(Identity.figure(result, "Inception Score of all images").value()).isGreaterThan(1);
    assertThat(result.notes())
        .anyMatch(note -> note.contains("fewer images than the 10 blocks"))
        .anyMatch(note -> note.contains("at least 11 pixels"));
  }

  @Test
  void the_features_are_those_of_the_network_that_is_named() {
    ToyNetwork named = new ToyNetwork(DataType.DOUBLE, true, 9, 16, 8, 7);
    AnalysisResult own = quality(new float[32]);
    AnalysisResult result =
        Identity.run(
            new SampleQuality(),
            request(network())
                .network(SampleQuality.NETWORK, named)
                .result(GeneratedImages.NAME, generated(new float[32])),
            Map.of("network", "judge"));
    AnalysisResult judged =
        Identity.run(
            new SampleQuality(),
            request(named).result(GeneratedImages.NAME, generated(new float[32])),
            Map.of());
    String distance = "Fréchet distance to training samples";
    assertThat(Identity.figure(result, distance))
        .isEqualTo(Identity.figure(judged, distance))
        .isNotEqualTo(Identity.figure(own, distance));
    assertThat(result.notes())
        .anyMatch(note -> note.contains("9 training samples, in the logits of 'judge'."));
    assertThat(own.notes()).anyMatch(note -> note.contains("in the model's own logits."));
  }

  @Test
  void one_image_over_and_over_has_the_least_inception_score() {
    float[] same = new float[32];
    AnalysisResult result = quality(same);
    assertThat(Identity.figure(result, "Inception Score of all images").value())
        .isCloseTo(1, within(1e-12));
    assertThat(Identity.figure(result, "Fréchet distance to training samples").value())
        .isPositive();
  }
}
