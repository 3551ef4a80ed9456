package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

class PaddedProviderTest {

  private static Dataset wrap(Dataset inner, int pixels) {
    PaddedProvider provider = new PaddedProvider();
    return provider.wrap(
        inner, Parameters.of(provider.descriptor(), Map.of("of", "ramps", "pixels", pixels)));
  }

  @Test
  void images_stand_in_the_middle_of_zeros() {
    Dataset inner = Photographs.of(2, 3, 4);
    Dataset padded = wrap(inner, 2);
    assertThat(padded.inputShape()).containsExactly(2, 7, 8);
    assertThat(padded.test().size()).isEqualTo(8);
    float[] clean = new float[2 * 24];
    inner.test().read(new int[] {5, 0}, clean, new int[2]);
    float[] images = new float[2 * 112];
    Arrays.fill(images, 7);
    int[] labels = new int[2];
    padded.test().read(new int[] {5, 0}, images, labels);
    assertThat(labels).containsExactly(1, 0);
    for (int i = 0; i < images.length; i++) {
      int x = i % 8 - 2;
      int y = i / 8 % 7 - 2;
      boolean inside = x >= 0 && x < 4 && y >= 0 && y < 3;
      float expected = inside ? clean[(i / 56 * 3 + y) * 4 + x] : 0;
      assertThat(images[i]).as("number %d", i).isEqualTo(expected);
    }
  }

  @Test
  void the_border_is_part_of_the_identity() {
    Dataset inner = Photographs.of(1, 4, 4);
    assertThat(wrap(inner, 1).identity())
        .isNotEqualTo(wrap(inner, 2).identity())
        .isNotEqualTo(inner.identity());
  }

  @Test
  void features_are_refused() {
    Dataset features = Photographs.of(5);
    assertThatThrownBy(() -> wrap(features, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("shape [5]; only images");
  }

  @Test
  void values_outside_0_to_1_are_refused() {
    Dataset unit = Photographs.of(1, 4, 4);
    Dataset signed =
        Dataset.of(
            unit.inputShape(),
            unit.classNames(),
            new Domain(-1, 1),
            unit.training(),
            unit.test(),
            "signed");
    assertThatThrownBy(() -> wrap(signed, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lie in -1.0 to 1.0; a border of zeros needs images in 0 to 1");
  }

  @Test
  void images_with_more_numbers_than_an_array_holds_are_refused() {
    Dataset small = Photographs.of(1, 4, 4);
    Dataset deep =
        Dataset.of(
            new long[] {1024, 4, 4},
            small.classNames(),
            Domain.UNIT,
            small.training(),
            small.test(),
            "deep");
    assertThatThrownBy(() -> wrap(deep, 1024)).isInstanceOf(ArithmeticException.class);
  }
}
