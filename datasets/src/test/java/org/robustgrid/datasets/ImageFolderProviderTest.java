package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

class ImageFolderProviderTest {

  @TempDir Path folder;

  private Dataset open(Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("folder", folder.toString());
    return TestFiles.open(new ImageFolderProvider(), parameters);
  }

  private void assertRefused(Map<String, ?> parameters, String... words) {
    assertThatThrownBy(() -> open(parameters))
        .isInstanceOf(DataException.class)
        .message()
        .contains(words);
  }

  @Test
  void every_picture_is_read_pixel_for_pixel_with_the_class_of_its_folder() {
    Pictures.folder(folder);
    try (Dataset dataset = open(Map.of())) {
      assertThat(dataset.inputShape()).containsExactly(3, 4, 5);
      assertThat(dataset.classNames()).containsExactly("cat", "dog");
      Set<List<Float>> expected = new HashSet<>();
      Set<List<Float>> found = new HashSet<>();
      for (int seed = 0; seed < 6; seed++) {
        expected.add(pixels(seed, seed < 3 ? 0 : 1));
        float[] image = TestFiles.read(dataset, dataset.training(), seed);
        found.add(withLabel(image, dataset.training().label(seed)));
      }
      assertThat(found).isEqualTo(expected);
      assertThat(dataset.test().size()).isEqualTo(2);
    }
  }

  private static List<Float> pixels(int seed, int label) {
    float[] image = new float[60];
    for (int p = 0; p < 60; p++) {
      image[p] = Pictures.value(seed, p / 20, p / 5 % 4, p % 5) / 255f;
    }
    return withLabel(image, label);
  }

  private static List<Float> withLabel(float[] image, int label) {
    return IntStream.rangeClosed(0, image.length)
        .mapToObj(i -> i < image.length ? image[i] : (Float) (float) label)
        .toList();
  }

  @Test
  void a_jpeg_has_the_pixels_that_it_decodes_to() throws IOException {
    Pictures.folder(folder);
    byte[] jpeg = Pictures.encode(Pictures.colour(9, 4, 5), "jpeg");
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(jpeg));
    Files.delete(folder.resolve("test/cat/6.png"));
    Files.delete(folder.resolve("test/dog/7.png"));
    TestFiles.write(folder.resolve("test/cat/a.JPEG"), jpeg);
    TestFiles.write(folder.resolve("test/dog/a.jpg"), jpeg);
    try (Dataset dataset = open(Map.of())) {
      float[] image = TestFiles.read(dataset, dataset.test(), 0);
      for (int p = 0; p < 60; p++) {
        int rgb = decoded.getRGB(p % 5, p / 5 % 4);
        assertThat(image[p]).isEqualTo((rgb >> (16 - 8 * (p / 20)) & 0xFF) / 255f);
      }
    }
  }

  @Test
  void grey_is_luma_and_grey_files_keep_their_values() {
    Pictures.folder(folder);
    TestFiles.write(
        folder.resolve("test/cat/6.png"), Pictures.encode(Pictures.grey(100, 4, 5), "png"));
    try (Dataset grey = open(Map.of("colours", "grey"));
        Dataset colour = open(Map.of())) {
      assertThat(grey.inputShape()).containsExactly(1, 4, 5);
      assertThat(colour.inputShape()).containsExactly(3, 4, 5);
      int cat = grey.test().label(0) == 0 ? 0 : 1;
      assertThat(TestFiles.read(grey, grey.test(), cat)).containsOnly(100 / 255f);
      assertThat(TestFiles.read(colour, colour.test(), cat)).containsOnly(100 / 255f);
      double luma =
          0.299 * Pictures.value(7, 0, 0, 0)
              + 0.587 * Pictures.value(7, 1, 0, 0)
              + 0.114 * Pictures.value(7, 2, 0, 0);
      assertThat(TestFiles.read(grey, grey.test(), 1 - cat)[0]).isEqualTo(Math.round(luma) / 255f);
      assertThat(grey.identity()).isNotEqualTo(colour.identity());
    }
  }

  @Test
  void the_first_samples_are_of_several_classes() {
    for (int i = 0; i < 40; i++) {
      Path file = folder.resolve("train").resolve(i < 20 ? "a" : "b").resolve(i + ".png");
      TestFiles.write(file, Pictures.encode(Pictures.grey(i, 2, 2), "png"));
    }
    TestFiles.write(folder.resolve("test/a/0.png"), Pictures.encode(Pictures.grey(1, 2, 2), "png"));
    TestFiles.write(folder.resolve("test/b/0.png"), Pictures.encode(Pictures.grey(2, 2, 2), "png"));
    try (Dataset dataset = open(Map.of())) {
      assertThat(IntStream.range(0, 20).filter(i -> dataset.training().label(i) == 0).count())
          .isBetween(5L, 15L);
    }
  }

  @Test
  void a_broken_picture_is_named_by_its_path_or_left_out_and_counted() throws IOException {
    Pictures.folder(folder);
    Path broken = folder.resolve("train/dog/4.png");
    byte[] content = Files.readAllBytes(broken);
    for (int length : new int[] {0, 1, 20, content.length / 2}) {
      TestFiles.write(broken, Arrays.copyOf(content, length));
      assertRefused(Map.of(), broken.toString());
    }
    try (Dataset dataset = open(Map.of("skip-broken", true))) {
      assertThat(dataset.training().size()).isEqualTo(5);
      assertThat(IntStream.range(0, 5).map(dataset.training()::label).sum()).isEqualTo(2);
      assertThat(dataset.notes())
          .containsExactly("1 of 6 images in train cannot be read and are left out");
    }
  }

  @Test
  void a_jpeg_that_is_cut_short_is_broken() {
    Pictures.folder(folder);
    byte[] jpeg = Pictures.encode(Pictures.colour(9, 64, 64), "jpeg");
    Path file = folder.resolve("train/cat/1.jpg");
    TestFiles.write(file, Arrays.copyOf(jpeg, 2 * jpeg.length / 3));
    assertRefused(
        Map.of("resize", "stretch", "height", 4, "width", 5), file.toString(), "is broken");
  }

  @Test
  void cmyk_and_sixteen_bits_are_refused_by_name() {
    Pictures.folder(folder);
    Path cmyk = TestFiles.write(folder.resolve("train/cat/9.jpg"), Pictures.cmyk(4, 5));
    assertRefused(Map.of(), cmyk.toString(), "CMYK");
    Path deep =
        TestFiles.write(
            cmyk, Pictures.encode(new BufferedImage(5, 4, BufferedImage.TYPE_USHORT_GRAY), "png"));
    assertRefused(Map.of(), deep.toString(), "16 bits");
  }

  @Test
  void transparent_pixels_are_refused_and_an_opaque_alpha_channel_is_ignored() {
    Pictures.folder(folder);
    BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 20; i++) {
      image.setRGB(i % 5, i / 5, 0xFF336699);
    }
    Path file = folder.resolve("test/cat/6.png");
    TestFiles.write(file, Pictures.encode(image, "png"));
    try (Dataset dataset = open(Map.of())) {
      int cat = dataset.test().label(0) == 0 ? 0 : 1;
      assertThat(TestFiles.read(dataset, dataset.test(), cat)).contains(0.2f, 0.4f, 0.6f);
    }
    image.setRGB(2, 2, 0x80336699);
    TestFiles.write(file, Pictures.encode(image, "png"));
    assertRefused(Map.of(), file.toString(), "transparent");
  }

  @Test
  void another_size_is_refused_by_name_or_scaled_as_declared() {
    Pictures.folder(folder);
    Path file = folder.resolve("test/cat/6.png");
    TestFiles.write(file, Pictures.encode(Pictures.grey(77, 9, 30), "png"));
    assertRefused(
        Map.of("height", 4, "width", 5), file.toString(), "9×30", "expected 4×5", "'resize'");
    for (String rule : new String[] {"stretch", "crop"}) {
      try (Dataset dataset = open(Map.of("height", 4, "width", 5, "resize", rule))) {
        int cat = dataset.test().label(0) == 0 ? 0 : 1;
        assertThat(TestFiles.read(dataset, dataset.test(), cat)).as(rule).containsOnly(77 / 255f);
      }
    }
  }

  @Test
  void an_empty_class_and_a_class_that_training_lacks_are_named() throws IOException {
    Pictures.folder(folder);
    Files.createDirectories(folder.resolve("train/emu"));
    assertRefused(Map.of(), folder.resolve("train/emu").toString(), "no PNG or JPEG");
    Files.delete(folder.resolve("train/emu"));
    TestFiles.write(
        folder.resolve("test/fox/1.png"), Pictures.encode(Pictures.grey(1, 4, 5), "png"));
    assertRefused(Map.of(), folder.resolve("test").toString(), "fox", "lacks");
  }

  @Test
  void a_folder_without_the_two_parts_is_refused() {
    assertRefused(Map.of(), folder.resolve("train").toString(), "is no folder");
  }

  @Test
  void content_names_and_the_rule_decide_the_identity() {
    Pictures.folder(folder);
    String identity;
    try (Dataset dataset = open(Map.of())) {
      identity = dataset.identity();
    }
    TestFiles.write(
        folder.resolve("test/cat/6.png"), Pictures.encode(Pictures.colour(8, 4, 5), "png"));
    try (Dataset changed = open(Map.of())) {
      assertThat(changed.identity()).isNotEqualTo(identity);
    }
  }
}
