package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResamplingTest {

  private static byte[] scale(byte[] row, int width) {
    return Resampling.scale(row, 1, row.length, new Resampling.Part(0, 0, row.length, 1), 1, width);
  }

  @Test
  void enlarging_interpolates_between_centres() {
    // centres of the result lie at 0.25, 0.75, 1.25 and 1.75 of the two pixels
    assertThat(scale(new byte[] {0, 100}, 4)).containsExactly(0, 25, 75, 100);
  }

  @Test
  void shrinking_averages_with_the_widened_triangle() {
    // weights 1, 3, 3, 1 of 0 to 3 around the left centre, cut at the border: 3, 3, 1
    assertThat(scale(new byte[] {0, 70, 35, 7}, 2))
        .containsExactly((3 * 0 + 3 * 70 + 35) / 7, Math.round((70 + 3 * 35 + 3 * 7) / 7f));
  }

  @Test
  void the_same_size_changes_nothing() {
    assertThat(scale(new byte[] {1, 2, 3, 4, 5}, 5)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void rows_are_scaled_as_columns_are() {
    byte[] column =
        Resampling.scale(new byte[] {0, 100}, 2, 1, new Resampling.Part(0, 0, 1, 2), 4, 1);
    assertThat(column).containsExactly(0, 25, 75, 100);
  }
}
