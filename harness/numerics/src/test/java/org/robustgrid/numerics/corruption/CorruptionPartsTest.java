package org.robustgrid.numerics.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class CorruptionPartsTest {

  private static RandomStream random(String word) {
    return RandomKey.of(5).with(word).stream();
  }

  @Test
  void poisson_numbers_have_their_mean_and_variance() {
    for (double mean : new double[] {0.3, 5, 120, 500}) {
      RandomStream random = random("poisson");
      double[] counts =
          IntStream.range(0, 20_000).mapToDouble(i -> Noise.poisson(mean, random)).toArray();
      double average = Arrays.stream(counts).average().orElseThrow();
      double variance =
          Arrays.stream(counts).map(c -> (c - average) * (c - average)).average().orElseThrow();
      assertThat(average).isCloseTo(mean, within(5 * Math.sqrt(mean / 20_000)));
      assertThat(variance / mean).isCloseTo(1, within(0.06));
    }
    assertThat(Noise.poisson(0, random("none"))).isZero();
  }

  @Test
  void motion_smears_a_point_along_a_line_by_a_one_sided_gaussian() {
    double[] plane = new double[21 * 21];
    plane[10 * 21 + 10] = 1;
    double[] smeared = Filters.motion(plane, 21, 21, 2, 1, 0);
    double sum = IntStream.range(0, 5).mapToDouble(i -> Math.exp(-i * i / 2.0)).sum();
    for (int i = 0; i < 5; i++) {
      // what comes from i steps to the right
      assertThat(smeared[10 * 21 + 10 - i]).isCloseTo(Math.exp(-i * i / 2.0) / sum, within(1e-12));
    }
    assertThat(Arrays.stream(smeared).sum()).isCloseTo(1, within(1e-12));
    double[] upwards = Filters.motion(plane, 21, 21, 2, 1, -90);
    assertThat(upwards[12 * 21 + 10]).isCloseTo(Math.exp(-2) / sum, within(1e-12));
  }

  @Test
  void box_windows_hold_each_pixel_and_their_means_keep_a_constant() {
    assertThat(Digital.window(0, 6, 3)).containsExactly(0, 2);
    assertThat(Digital.window(2, 6, 3)).containsExactly(4, 6);
    assertThat(Digital.window(3, 3, 6)).containsExactly(1, 2);
    Picture picture = new Picture(9, 9, IntStream.range(0, 81).mapToDouble(i -> 0.25).toArray());
    Digital.pixelate(0.65).apply(picture, random("box"));
    assertThat(picture.plane(0)).containsOnly(0.25);
  }

  @Test
  void an_affine_map_without_moved_corners_is_the_identity() {
    assertThat(Digital.inverseAffine(32, 32, 0, random("affine")))
        .containsExactly(new double[] {1, 0, 0, 0, 1, 0}, within(1e-12));
  }

  @Test
  void fractals_span_zero_to_one_and_are_smoother_with_a_larger_decay() {
    double rough = roughness(Plasma.fractal(32, 32, 1.75, random("fractal")));
    double smooth = roughness(Plasma.fractal(32, 32, 3, random("fractal")));
    assertThat(smooth).isLessThan(rough);
    double[] values = Plasma.fractal(32, 32, 3, random("span"));
    assertThat(Arrays.stream(values).min()).hasValue(0);
    assertThat(Arrays.stream(values).max()).hasValue(1);
  }

  private static double roughness(double[] plane) {
    return IntStream.range(1, plane.length)
        .mapToDouble(i -> Math.abs(plane[i] - plane[i - 1]))
        .average()
        .orElseThrow();
  }

  @Test
  void frost_covers_as_much_as_is_asked() {
    for (double cover : new double[] {0.36, 0.66}) {
      double[] texture = Weather.frostTexture(224, 224, cover, random("frost"));
      assertThat(Arrays.stream(texture).average().orElseThrow()).isCloseTo(cover, within(0.05));
    }
  }

  @Test
  void grey_pixels_become_red_where_saturation_is_added() {
    Picture picture =
        new Picture(
            1, 2, new double[] {0.8, 0.8}, new double[] {0.4, 0.8}, new double[] {0.2, 0.8});
    Digital.saturate(0.5, 0.1).apply(picture, random("saturate"));
    // saturation 0.75 becomes 0.475, value and hue stay
    assertThat(picture.plane(0)).containsExactly(0.8, 0.8);
    assertThat(picture.plane(2)[0]).isCloseTo(0.8 * (1 - 0.475), within(1e-12));
    assertThat(picture.plane(1)[1]).isCloseTo(0.72, within(1e-12));
  }

  @Test
  void a_jpeg_of_high_quality_is_nearly_the_image() {
    double[] ramp = IntStream.range(0, 1024).mapToDouble(i -> (i % 32) / 31.0).toArray();
    Picture picture = new Picture(32, 32, ramp.clone(), ramp.clone(), ramp.clone());
    Digital.jpeg(100).apply(picture, random("jpeg"));
    for (int i = 0; i < ramp.length; i++) {
      assertThat(picture.plane(1)[i]).isCloseTo(ramp[i], within(0.02));
    }
  }

  @Test
  void places_beyond_an_edge_follow_its_rule() {
    assertThat(IntStream.of(-2, -1, 3, 4).map(i -> Edge.NEAREST.place(i, 3)))
        .containsExactly(0, 0, 2, 2);
    assertThat(IntStream.of(-2, -1, 3, 4, 7).map(i -> Edge.REFLECT.place(i, 3)))
        .containsExactly(1, 0, 2, 1, 1);
    assertThat(IntStream.of(-2, -1, 3, 4, 7).map(i -> Edge.MIRROR.place(i, 3)))
        .containsExactly(2, 1, 1, 0, 1);
  }
}
