package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

class IdxDatasetTest {

  @TempDir Path folder;

  private final byte[] images = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, -1, 1, 2, 3
  };
  private final byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 1, 0};

  @BeforeEach
  void writeFiles() throws IOException {
    for (String part : new String[] {"train", "test"}) {
      Files.write(folder.resolve(part + "-images"), images);
      Files.write(folder.resolve(part + "-labels"), labels);
    }
  }

  private Dataset open(Map<String, Object> more) {
    Map<String, Object> given = new HashMap<>(more);
    for (String name :
        new String[] {"train-images", "train-labels", "test-images", "test-labels"}) {
      given.put(name, folder.resolve(name).toString());
    }
    IdxProvider provider = new IdxProvider();
    return provider.create(Parameters.of(provider.descriptor(), given));
  }

  @Test
  void reads_pixels_as_fractions_and_labels_in_the_asked_order() {
    Dataset dataset = open(Map.of("classes", 2));
    float[] pixels = new float[6];
    int[] classes = new int[2];
    dataset.training().read(new int[] {1, 0}, pixels, classes);
    assertThat(pixels).containsExactly(1 / 255f, 2 / 255f, 3 / 255f, 0f, 0.2f, 1f);
    assertThat(classes).containsExactly(0, 1);
    assertThat(dataset.inputShape()).containsExactly(1, 1, 3);
  }

  @Test
  void images_of_four_dimensions_have_colour_planes() throws IOException {
    byte[] planes = {0, 51, -1, 51, 0, -1};
    Files.write(folder.resolve("train-images"), TestFiles.idx(planes, 2, 3, 1, 1));
    Files.write(folder.resolve("test-images"), TestFiles.idx(planes, 2, 3, 1, 1));
    try (Dataset dataset = open(Map.of())) {
      assertThat(dataset.inputShape()).containsExactly(3, 1, 1);
      assertThat(TestFiles.read(dataset, dataset.test(), 1)).containsExactly(0.2f, 0f, 1f);
    }
    Files.write(folder.resolve("test-images"), TestFiles.idx(planes, 2, 1, 3, 1));
    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3×1×1")
        .hasMessageContaining("1×3×1");
  }

  @Test
  void reads_gzip_and_plain_alike_but_tells_them_apart_by_identity() throws IOException {
    Dataset plain = open(Map.of());
    Files.write(folder.resolve("train-images"), gzip(images));
    Dataset zipped = open(Map.of());
    assertThat(zipped.training().size()).isEqualTo(plain.training().size());
    assertThat(zipped.identity()).isNotEqualTo(plain.identity());
  }

  @Test
  void every_truncation_is_refused_by_name() throws IOException {
    for (int length = 0; length < images.length; length++) {
      Files.write(folder.resolve("test-images"), Arrays.copyOf(images, length));
      assertThatThrownBy(() -> open(Map.of()))
          .as("cut to %d bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("test-images");
    }
  }

  @Test
  void every_flipped_bit_of_a_gzip_file_is_refused_or_harmless() throws IOException {
    byte[] zipped = gzip(images);
    String identity = open(Map.of()).identity();
    for (int bit = 0; bit < zipped.length * 8; bit++) {
      byte[] damaged = zipped.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(folder.resolve("train-images"), damaged);
      try {
        Dataset survivor = open(Map.of());
        float[] pixels = new float[3];
        survivor.training().read(new int[] {0}, pixels, new int[1]);
        // bits of the gzip header (time, system) carry no data
        assertThat(pixels).containsExactly(0f, 0.2f, 1f);
        assertThat(survivor.identity()).isNotEqualTo(identity);
      } catch (DataException expected) {
        assertThat(expected).hasMessageContaining("train-images");
      }
    }
  }

  @Test
  void a_flipped_pixel_is_caught_by_the_declared_identity() throws IOException {
    String identity = open(Map.of()).identity();
    byte[] flipped = images.clone();
    flipped[images.length - 1] ^= 1;
    Files.write(folder.resolve("test-images"), flipped);
    assertThatThrownBy(() -> open(Map.of("sha256", identity)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(identity)
        .hasMessageContaining("changed or damaged");
  }

  @Test
  void labels_beyond_the_classes_are_refused() throws IOException {
    byte[] wrong = labels.clone();
    wrong[9] = 7;
    Files.write(folder.resolve("test-labels"), wrong);
    assertThatThrownBy(() -> open(Map.of("classes", 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("sample 1 with class 7");
  }

  @Test
  void swapped_files_are_recognised() throws IOException {
    Files.write(folder.resolve("train-images"), labels);
    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("swapped");
  }

  @Test
  void a_missing_file_is_named_with_its_parameter() throws IOException {
    Files.delete(folder.resolve("test-labels"));
    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not exist")
        .hasMessageContaining("test-labels");
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    }
    return out.toByteArray();
  }
}
