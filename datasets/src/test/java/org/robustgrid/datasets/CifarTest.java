package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

class CifarTest {

  @TempDir Path folder;

  private Dataset ten() {
    return TestFiles.open(new CifarTenProvider(), Map.of("folder", folder.toString()));
  }

  private Dataset hundred(Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("folder", folder.toString());
    return TestFiles.open(new CifarHundredProvider(), parameters);
  }

  private static void assertPixels(Dataset dataset, DataView view, int index, int sample) {
    float[] pixels = TestFiles.read(dataset, view, index);
    for (int p = 0; p < pixels.length; p++) {
      int value = TestFiles.cifarValue(sample, p / 1024, p / 32 % 32, p % 32);
      assertThat(pixels[p]).as("pixel %d", p).isEqualTo(value / 255f);
    }
  }

  @Test
  void the_five_batches_are_read_in_order_pixel_for_pixel() {
    TestFiles.cifarTenFolder(folder);
    try (Dataset dataset = ten()) {
      assertThat(dataset.inputShape()).containsExactly(3, 32, 32);
      assertThat(dataset.training().size()).isEqualTo(10);
      assertThat(dataset.test().size()).isEqualTo(2);
      for (int i = 0; i < 10; i++) {
        assertThat(dataset.training().label(i)).isEqualTo(i);
        assertPixels(dataset, dataset.training(), i, i);
      }
      assertPixels(dataset, dataset.test(), 1, 11);
      assertThat(dataset.classNames().get(3)).isEqualTo("cat");
    }
  }

  @Test
  void the_folder_may_be_the_one_above_the_unpacked_archive() {
    TestFiles.cifarTenFolder(folder.resolve("cifar-10-batches-bin"));
    try (Dataset dataset = ten()) {
      assertThat(dataset.training().size()).isEqualTo(10);
    }
  }

  @Test
  void fine_and_coarse_labels_are_different_data_of_the_same_pixels() {
    TestFiles.cifarHundredFolder(folder);
    try (Dataset fine = hundred(Map.of());
        Dataset coarse = hundred(Map.of("labels", "coarse"))) {
      assertThat(fine.classNames()).hasSize(100);
      assertThat(coarse.classNames()).hasSize(20);
      assertThat(fine.classNames().get(fine.training().label(0))).isEqualTo("worm");
      assertThat(coarse.classNames().get(coarse.training().label(0))).isEqualTo("vehicles_2");
      assertThat(fine.identity()).isNotEqualTo(coarse.identity());
      assertPixels(fine, fine.training(), 2, 2);
      assertPixels(coarse, coarse.test(), 0, 3);
    }
  }

  @Test
  void a_batch_that_is_cut_short_is_named() throws IOException {
    TestFiles.cifarTenFolder(folder);
    Path batch = folder.resolve("data_batch_3.bin");
    byte[] content = Files.readAllBytes(batch);
    for (int length : new int[] {0, 1, 3072, content.length - 1}) {
      TestFiles.write(batch, Arrays.copyOf(content, length));
      assertThatThrownBy(this::ten)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("data_batch_3.bin")
          .hasMessageContaining("multiple of 3073");
    }
  }

  @Test
  void a_label_out_of_range_is_named_with_its_file() {
    TestFiles.cifarTenFolder(folder);
    TestFiles.write(
        folder.resolve("test_batch.bin"), TestFiles.cifar(0, new byte[] {1}, new byte[] {10}));
    assertThatThrownBy(this::ten)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test_batch.bin")
        .hasMessageContaining("sample 1 with class 10");
  }

  @Test
  void a_missing_batch_is_named() throws IOException {
    TestFiles.cifarTenFolder(folder);
    Files.delete(folder.resolve("data_batch_4.bin"));
    assertThatThrownBy(this::ten)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks data_batch_4.bin");
  }

  @Test
  void the_customary_radii_are_those_of_the_papers() {
    for (Map<Norm, Double> radii :
        List.of(
            new CifarTenProvider().descriptor().radii(),
            new CifarHundredProvider().descriptor().radii())) {
      assertThat(radii).containsEntry(Norm.LINF, 8.0 / 255).containsEntry(Norm.L2, 0.5);
    }
  }
}
