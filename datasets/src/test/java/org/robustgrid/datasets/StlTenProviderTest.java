package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

class StlTenProviderTest {

  @TempDir Path folder;

  static Path write(Path folder) {
    TestFiles.write(folder.resolve("train_X.bin"), images(0, 3));
    TestFiles.write(folder.resolve("train_y.bin"), new byte[] {1, 10, 5});
    TestFiles.write(folder.resolve("test_X.bin"), images(3, 2));
    TestFiles.write(folder.resolve("test_y.bin"), new byte[] {2, 3});
    return folder;
  }

  /** Columns before rows, as the official files have them. */
  private static byte[] images(int first, int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int sample = first; sample < first + count; sample++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int column = 0; column < 96; column++) {
          for (int row = 0; row < 96; row++) {
            out.write(TestFiles.cifarValue(sample, channel, row, column));
          }
        }
      }
    }
    return out.toByteArray();
  }

  private Dataset open() {
    return TestFiles.open(new StlTenProvider(), Map.of("folder", folder.toString()));
  }

  @Test
  void columns_become_rows_pixel_for_pixel_and_labels_count_from_zero() {
    write(folder);
    try (Dataset dataset = open()) {
      assertThat(dataset.inputShape()).containsExactly(3, 96, 96);
      float[] image = TestFiles.read(dataset, dataset.test(), 1);
      for (int p = 0; p < image.length; p++) {
        int value = TestFiles.cifarValue(4, p / 9216, p / 96 % 96, p % 96);
        assertThat(image[p]).as("pixel %d", p).isEqualTo(value / 255f);
      }
      assertThat(dataset.classNames().get(dataset.training().label(1))).isEqualTo("truck");
    }
  }

  @Test
  void truncated_images_and_labels_that_do_not_fit_are_refused() throws IOException {
    write(folder);
    Path images = folder.resolve("train_X.bin");
    byte[] content = Files.readAllBytes(images);
    TestFiles.write(images, Arrays.copyOf(content, content.length - 1));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train_X.bin")
        .hasMessageContaining("multiple of 27648");
    TestFiles.write(images, Arrays.copyOf(content, 2 * 27648));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 images")
        .hasMessageContaining("3 labels");
    TestFiles.write(images, content);
    for (byte wrong : new byte[] {0, 11}) {
      TestFiles.write(folder.resolve("train_y.bin"), new byte[] {1, 2, wrong});
      assertThatThrownBy(this::open)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("train_y.bin")
          .hasMessageContaining("sample 2 with class " + wrong)
          .hasMessageContaining("(1 to 10)");
    }
  }
}
