package org.robustgrid.numerics.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class SimilarityTest {

  private static double[][] features(String name, int rows, int columns) {
    RandomStream stream = RandomKey.of(3).with(name).stream();
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = stream.nextGaussian();
      }
    }
    return values;
  }

  @Test
  void a_shift_moves_the_frechet_distance_by_its_square() {
    double[][] a = features("a", 50, 6);
    double[][] b =
        Arrays.stream(a)
            .map(row -> Arrays.stream(row).map(v -> v + 0.5).toArray())
            .toArray(double[][]::new);
    assertThat(FrechetDistance.of(a, b).distance()).isCloseTo(6 * 0.25, within(1e-10));
    assertThat(FrechetDistance.of(a, a).distance()).isCloseTo(0, within(1e-10));
  }

  @Test
  void the_frechet_distance_of_scaled_features_is_known() {
    double[][] a = features("a", 400, 4);
    double[][] b =
        Arrays.stream(a)
            .map(row -> Arrays.stream(row).map(v -> 3 * v).toArray())
            .toArray(double[][]::new);
    FrechetDistance distance = FrechetDistance.of(a, b);
    // S_b = 9 S_a, so that tr S_a + tr S_b - 2 tr 3 S_a = 4 tr S_a = 0.4 (tr S_a + tr S_b)
    assertThat(distance.distance() - distance.meanTerm())
        .isCloseTo(0.4 * distance.traces(), within(1e-10));
    assertThat(FrechetDistance.of(b, a).distance()).isCloseTo(distance.distance(), within(1e-10));
  }

  @Test
  void fewer_images_than_features_need_no_ridge() {
    FrechetDistance distance =
        FrechetDistance.of(features("few", 3, 10), features("others", 5, 10));
    assertThat(distance.distance()).isPositive();
    assertThatThrownBy(() -> FrechetDistance.of(features("one", 1, 2), features("b", 5, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 images");
  }

  @Test
  void an_image_is_most_like_itself() {
    StructuralSimilarity similarity = new StructuralSimilarity(1, 12, 12);
    double[] image = features("image", 1, 144)[0];
    double[] other = features("other", 1, 144)[0];
    assertThat(similarity.of(image, image)).isCloseTo(1, within(1e-12));
    assertThat(similarity.of(image, other)).isLessThan(0.5).isEqualTo(similarity.of(other, image));
    assertThatThrownBy(() -> new StructuralSimilarity(1, 8, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11 pixels");
  }

  @Test
  void the_inception_score_is_between_one_and_the_classes() {
    double[][] even = {{0.5, 0.5}, {0.5, 0.5}};
    double[][] sure = {{1, 0}, {0, 1}};
    assertThat(InceptionScore.of(even, 1).whole()).isCloseTo(1, within(1e-12));
    assertThat(InceptionScore.of(sure, 1).whole()).isCloseTo(2, within(1e-12));
  }
}
