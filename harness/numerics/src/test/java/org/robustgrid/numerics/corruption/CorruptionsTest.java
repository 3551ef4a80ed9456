package org.robustgrid.numerics.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class CorruptionsTest {

  /** Whose constants turn around: the last severity need not change more than the first. */
  private static final List<CorruptionKind> TURNING =
      List.of(CorruptionKind.SATURATE, CorruptionKind.ELASTIC);

  /** Whose constants for 32×32 do not make each severity a larger change than the one before. */
  private static final List<CorruptionKind> SMALL_UNORDERED =
      List.of(CorruptionKind.GLASS_BLUR, CorruptionKind.MOTION_BLUR);

  /** The same for 224×224. */
  private static final List<CorruptionKind> LARGE_UNORDERED =
      List.of(CorruptionKind.GLASS_BLUR, CorruptionKind.SNOW, CorruptionKind.FOG);

  /** Smooth images in which neighbours are alike, as in photographs. */
  static float[] photograph(int channels, int side, int number) {
    RandomStream random = RandomKey.of(number).with("photograph").stream();
    double[] common = Plasma.fractal(side, side, 1.5, random);
    float[] image = new float[channels * side * side];
    for (int c = 0; c < channels; c++) {
      double[] own = Plasma.fractal(side, side, 1.6, random);
      for (int i = 0; i < own.length; i++) {
        double value = 0.05 + 0.9 * (0.65 * common[i] + 0.35 * own[i]);
        image[c * own.length + i] = (float) Math.rint(255 * value) / 255;
      }
    }
    return image;
  }

  private static float[] corrupted(
      Corruptions corruptions, CorruptionKind kind, int severity, int sample, float[] image) {
    float[] copy = image.clone();
    corruptions.apply(kind, severity, Corruptions.key(kind, severity, sample), copy, 0);
    return copy;
  }

  /** Mean squared differences by severity. */
  private static double[] differences(CorruptionKind kind, int channels, int side, int images) {
    Corruptions corruptions = Corruptions.of(channels, side, side);
    double[] means = new double[Corruptions.SEVERITIES];
    for (int n = 0; n < images; n++) {
      float[] image = photograph(channels, side, n);
      for (int severity = 1; severity <= means.length; severity++) {
        float[] other = corrupted(corruptions, kind, severity, n, image);
        for (int i = 0; i < image.length; i++) {
          means[severity - 1] += Math.pow(other[i] - image[i], 2) / image.length / images;
        }
      }
    }
    return means;
  }

  private static void assertRises(
      CorruptionKind kind, List<CorruptionKind> unordered, double... means) {
    assertThat(means[0]).isPositive();
    if (unordered.contains(kind)) {
      assertThat(means[4]).as(Arrays.toString(means)).isGreaterThan(means[0]);
    } else if (!TURNING.contains(kind)) {
      assertRises(means);
    }
  }

  private static void assertRises(double... means) {
    for (int i = 1; i < means.length; i++) {
      assertThat(means[i]).as(Arrays.toString(means)).isGreaterThan(means[i - 1]);
    }
  }

  @ParameterizedTest
  @EnumSource(CorruptionKind.class)
  void small_images_change_more_with_each_severity(CorruptionKind kind) {
    double[] means = differences(kind, 3, 32, 40);
    assertRises(kind, SMALL_UNORDERED, means);
  }

  @ParameterizedTest
  @EnumSource(CorruptionKind.class)
  void large_images_change_more_with_each_severity(CorruptionKind kind) {
    double[] means = differences(kind, 3, 224, 2);
    assertRises(kind, LARGE_UNORDERED, means);
  }

  @ParameterizedTest
  @EnumSource(CorruptionKind.class)
  void grey_images_change_more_with_each_severity(CorruptionKind kind) {
    if (kind == CorruptionKind.SATURATE) {
      assertThat(Corruptions.of(1, 28, 28).fits(kind)).isFalse();
      return;
    }
    double[] means = differences(kind, 1, 28, 40);
    assertRises(kind, SMALL_UNORDERED, means);
  }

  @Test
  void saturation_falls_with_two_severities_and_rises_with_three() {
    for (int side : new int[] {32, 224}) {
      double[] means = differences(CorruptionKind.SATURATE, 3, side, 4);
      assertRises(means[0], means[1]);
      assertRises(means[2], means[3], means[4]);
    }
  }

  @ParameterizedTest
  @EnumSource(CorruptionKind.class)
  void the_result_is_of_256_levels_and_depends_on_sample_kind_and_severity_alone(
      CorruptionKind kind) {
    Corruptions corruptions = Corruptions.of(3, 32, 32);
    float[] image = photograph(3, 32, 0);
    List<float[]> results = new ArrayList<>();
    for (int severity = 1; severity <= 5; severity++) {
      float[] alone = corrupted(corruptions, kind, severity, 7, image);
      for (float value : alone) {
        assertThat(value).isBetween(0f, 1f);
        assertThat(Math.rint(value * 255) / 255).isCloseTo(value, within(1e-6));
      }
      float[] among = new float[3 * image.length];
      System.arraycopy(image, 0, among, image.length, image.length);
      corruptions.apply(kind, severity, Corruptions.key(kind, severity, 7), among, image.length);
      assertThat(Arrays.copyOfRange(among, image.length, 2 * image.length)).isEqualTo(alone);
      assertThat(Arrays.copyOfRange(among, 0, image.length)).containsOnly(0f);
      results.add(alone);
    }
    assertThat(results.get(0)).isNotEqualTo(results.get(4));
  }

  @Test
  void noise_of_another_sample_is_other_noise() {
    Corruptions corruptions = Corruptions.of(1, 28, 28);
    float[] image = photograph(1, 28, 0);
    assertThat(corrupted(corruptions, CorruptionKind.GAUSSIAN_NOISE, 3, 0, image))
        .isNotEqualTo(corrupted(corruptions, CorruptionKind.GAUSSIAN_NOISE, 3, 1, image));
  }

  @Test
  void images_between_take_the_constants_of_the_nearer_size_and_it_is_said() {
    assertThat(Corruptions.of(3, 32, 32).note()).isEmpty();
    assertThat(Corruptions.of(3, 224, 224).note()).isEmpty();
    assertThat(Corruptions.of(1, 28, 28).note().orElseThrow()).contains("28×28", "32×32");
    assertThat(Corruptions.of(3, 64, 64).note().orElseThrow()).contains("64×64", "for 32×32");
    assertThat(Corruptions.of(3, 96, 96).note().orElseThrow()).contains("96×96", "for 224×224");
  }

  @Test
  void what_is_no_image_is_refused() {
    for (long[] shape : new long[][] {{2}, {2, 32, 32}, {3, 8, 32}}) {
      assertThatThrownBy(() -> Corruptions.of(shape))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Arrays.toString(shape));
    }
    Corruptions grey = Corruptions.of(1, 28, 28);
    RandomKey key = RandomKey.of(0);
    assertThatThrownBy(() -> grey.apply(CorruptionKind.SATURATE, 1, key, new float[784], 0))
        .hasMessageContaining("colour");
    assertThatThrownBy(() -> grey.apply(CorruptionKind.FOG, 6, key, new float[784], 0))
        .hasMessageContaining("1 to 5");
  }

  @Test
  void images_that_are_not_square_are_corrupted_too() {
    Corruptions corruptions = Corruptions.of(3, 20, 36);
    for (CorruptionKind kind : CorruptionKind.values()) {
      float[] image = new float[3 * 20 * 36];
      Arrays.fill(image, 0.5f);
      image[100] = 1;
      assertThat(corrupted(corruptions, kind, 5, 0, image)).as(kind.id()).hasSameSizeAs(image);
    }
  }
}
