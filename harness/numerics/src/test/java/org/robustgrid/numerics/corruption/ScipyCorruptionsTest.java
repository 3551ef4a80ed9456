package org.robustgrid.numerics.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.random.RandomKey;

/**
 * Four kinds against SciPy's, NumPy's and Python's own computation ({@code scipy_corruptions.py}).
 */
class ScipyCorruptionsTest {

  private static final int SIDE = 24;
  private static final int IMAGES = 10;

  private static Picture image(int number) {
    double[][] planes = new double[3][SIDE * SIDE];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < SIDE * SIDE; i++) {
        int y = i / SIDE;
        int x = i % SIDE;
        int level =
            (3 * x * x + 5 * x * y + 7 * y * (c + 1) + 11 * c * x + 17 * number * (y + 1)) % 256;
        planes[c][i] = level / 255.0;
      }
    }
    return new Picture(SIDE, SIDE, planes);
  }

  private static void assertEqual(CorruptionKind kind, int severity, DataInputStream expected)
      throws IOException {
    for (int number = 0; number < IMAGES; number++) {
      Picture picture = image(number);
      Constants.SMALL
          .corruption(kind, severity)
          .apply(picture, RandomKey.of(0).with(number).stream());
      for (int c = 0; c < 3; c++) {
        for (double value : picture.plane(c)) {
          // half a unit of the file's 16 bits
          assertThat(Math.abs(65535 * Picture.clip(value) - expected.readUnsignedShort()))
              .as("%s, image %d, channel %d", kind.id(), number, c)
              .isLessThan(0.501);
        }
      }
    }
  }

  @Test
  void blurs_and_brightness_equal_independent_computations_on_ten_images() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("scipy-corruptions.bin");
        DataInputStream expected = new DataInputStream(in)) {
      assertEqual(CorruptionKind.GAUSSIAN_BLUR, 5, expected);
      assertEqual(CorruptionKind.ZOOM_BLUR, 4, expected);
      assertEqual(CorruptionKind.DEFOCUS_BLUR, 5, expected);
      assertEqual(CorruptionKind.BRIGHTNESS, 4, expected);
      assertThat(expected.read()).isEqualTo(-1);
    }
  }
}
