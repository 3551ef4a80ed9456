package org.robustgrid.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class LabelledSamplesTest {

  private final DataView view =
      DataView.of(
          new int[] {2, 0, 1},
          2,
          (index, images, offset) -> {
            images[offset] = index;
            images[offset + 1] = -index;
          });

  @Test
  void reads_samples_in_the_order_of_their_indices() {
    float[] images = new float[4];
    int[] labels = new int[2];
    view.read(new int[] {2, 1}, images, labels);
    assertThat(images).containsExactly(2, -2, 1, -1);
    assertThat(labels).containsExactly(1, 0);
    assertThat(view.size()).isEqualTo(3);
    assertThat(view.label(0)).isEqualTo(2);
  }

  @Test
  void refuses_an_index_out_of_range() {
    for (int index : new int[] {-1, 3}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> view.label(index));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> view.read(new int[] {index}, new float[2], new int[1]));
    }
  }
}
