package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

class TinyImagenetProviderTest {

  @TempDir Path folder;

  /** Two classes of two training images each, and two images of validation. */
  static Path write(Path folder) {
    text(folder.resolve("wnids.txt"), "n02\nn01\n");
    text(
        folder.resolve("words.txt"),
        "n01\tgoldfish, Carassius auratus\nn02\ttailed frog, bell toad\n");
    for (int i = 0; i < 4; i++) {
      String id = i < 2 ? "n01" : "n02";
      picture(folder.resolve("train/" + id + "/images/" + id + "_" + i + ".JPEG"), 40 * i);
    }
    picture(folder.resolve("val/images/val_0.JPEG"), 200);
    picture(folder.resolve("val/images/val_1.JPEG"), 220);
    text(
        folder.resolve("val/val_annotations.txt"),
        "val_0.JPEG\tn02\t0\t0\t63\t63\nval_1.JPEG\tn01\t0\t0\t63\t63\n");
    return folder;
  }

  private static void text(Path file, String content) {
    TestFiles.write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void picture(Path file, int value) {
    TestFiles.write(file, Pictures.encode(Pictures.grey(value, 64, 64), "jpeg"));
  }

  private Dataset open() {
    return TestFiles.open(new TinyImagenetProvider(), Map.of("folder", folder.toString()));
  }

  @Test
  void validation_images_are_the_test_data_with_the_labels_of_their_list() {
    write(folder);
    try (Dataset dataset = open()) {
      assertThat(dataset.inputShape()).containsExactly(3, 64, 64);
      assertThat(dataset.classNames()).containsExactly("goldfish", "tailed frog");
      for (int i = 0; i < 2; i++) {
        // a JPEG of one value decodes to it
        float value = dataset.test().label(i) == 1 ? 200 / 255f : 220 / 255f;
        assertThat(TestFiles.read(dataset, dataset.test(), i)).containsOnly(value);
      }
      for (int i = 0; i < 4; i++) {
        float value = TestFiles.read(dataset, dataset.training(), i)[0] * 255;
        assertThat(dataset.training().label(i)).isEqualTo(value < 60 ? 0 : 1);
      }
    }
  }

  @Test
  void a_wrong_line_of_the_list_and_a_broken_image_are_named() throws IOException {
    write(folder);
    Path broken = folder.resolve("train/n02/images/n02_3.JPEG");
    byte[] content = Files.readAllBytes(broken);
    TestFiles.write(broken, Arrays.copyOf(content, 100));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(broken.toString());
    TestFiles.write(broken, content);
    text(folder.resolve("val/val_annotations.txt"), "val_0.JPEG\tn02\nval_1.JPEG\tn99\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("val_annotations.txt, line 2")
        .hasMessageContaining("n99");
  }
}
