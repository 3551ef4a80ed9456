package org.robustgrid.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.engine.kernel.Window;

class GeometryTest {

  @ParameterizedTest
  @CsvSource({
    "8, 8, 3, 1, 64, 64, true",
    "8, 8, 3, 2, 64, 64, false",
    "8, 8, 5, 1, 64, 64, false",
    "7, 9, 3, 1, 64, 64, false",
    "4, 4, 3, 1, 512, 512, true",
    "4, 4, 3, 1, 256, 512, false",
    "4, 4, 3, 1, 512, 256, false",
    "5, 5, 3, 1, 512, 512, false",
  })
  void winograds_algorithm_pays_over_many_pixels_or_whole_tiles_of_many_channels(
      int height,
      int width,
      int kernel,
      int stride,
      long channels,
      long outputs,
      boolean expected) {
    int padding = kernel / 2;
    Window window =
        new Window(height, width, kernel, kernel, stride, stride, padding, padding, 1, 1);

    assertThat(new Geometry(window).suitsWinograd(channels, outputs)).isEqualTo(expected);
  }
}
