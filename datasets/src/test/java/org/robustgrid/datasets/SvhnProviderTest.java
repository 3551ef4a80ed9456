package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

class SvhnProviderTest {

  @TempDir Path folder;

  /** Three training and two test images. */
  static Path write(Path folder) {
    TestFiles.write(
        folder.resolve("train_32x32.mat"),
        file(ByteOrder.LITTLE_ENDIAN, 0, true, new byte[] {10, 1, 9}));
    TestFiles.write(
        folder.resolve("test_32x32.mat"),
        file(ByteOrder.LITTLE_ENDIAN, 3, true, new byte[] {2, 10}));
    return folder;
  }

  private static byte[] file(ByteOrder order, int first, boolean compressed, byte[] labels) {
    int samples = labels.length;
    return new MatBytes(order)
        .add("X", images(first, samples), compressed, 32, 32, 3, samples)
        .add("y", labels, compressed, samples, 1)
        .bytes();
  }

  /** [row, column, channel, sample], the row varying fastest. */
  private static byte[] images(int first, int samples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int sample = first; sample < first + samples; sample++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int column = 0; column < 32; column++) {
          for (int row = 0; row < 32; row++) {
            out.write(TestFiles.cifarValue(sample, channel, row, column));
          }
        }
      }
    }
    return out.toByteArray();
  }

  private Dataset open(Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("folder", folder.toString());
    return TestFiles.open(new SvhnProvider(), parameters);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(DataException.class)
        .message()
        .contains(words);
  }

  private static void assertPixels(Dataset dataset, DataView view, int index, int sample) {
    float[] pixels = TestFiles.read(dataset, view, index);
    for (int p = 0; p < pixels.length; p++) {
      int value = TestFiles.cifarValue(sample, p / 1024, p / 32 % 32, p % 32);
      assertThat(pixels[p]).as("pixel %d", p).isEqualTo(value / 255f);
    }
  }

  @Test
  void images_are_read_pixel_for_pixel_and_ten_is_the_digit_zero() {
    write(folder);
    try (Dataset dataset = open(Map.of())) {
      assertThat(dataset.inputShape()).containsExactly(3, 32, 32);
      assertThat(dataset.training().size()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertPixels(dataset, dataset.training(), i, i);
      }
      assertPixels(dataset, dataset.test(), 1, 4);
      assertThat(dataset.training().label(0)).isZero();
      assertThat(dataset.training().label(2)).isEqualTo(9);
    }
  }

  @Test
  void plain_and_big_endian_files_are_read_as_well() {
    write(folder);
    TestFiles.write(
        folder.resolve("test_32x32.mat"), file(ByteOrder.BIG_ENDIAN, 7, false, new byte[] {5, 6}));
    try (Dataset dataset = open(Map.of())) {
      assertPixels(dataset, dataset.test(), 0, 7);
      assertThat(dataset.test().label(1)).isEqualTo(6);
    }
  }

  @Test
  void extra_images_follow_those_of_training() {
    write(folder);
    assertThatThrownBy(() -> open(Map.of("extra", true)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("extra_32x32.mat")
        .hasMessageContaining("'extra'");
    TestFiles.write(
        folder.resolve("extra_32x32.mat"),
        file(ByteOrder.LITTLE_ENDIAN, 9, true, new byte[] {4, 4}));
    try (Dataset dataset = open(Map.of("extra", true));
        Dataset without = open(Map.of())) {
      assertThat(dataset.training().size()).isEqualTo(5);
      assertPixels(dataset, dataset.training(), 2, 2);
      assertPixels(dataset, dataset.training(), 4, 10);
      assertThat(dataset.identity()).isNotEqualTo(without.identity());
    }
  }

  @Test
  void a_file_that_scipy_writes_is_read() throws Exception {
    write(folder);
    String script =
        "import numpy, scipy.io, sys; x = numpy.zeros((32, 32, 3, 2), numpy.uint8);"
            + " x[3, 4, 1, 1] = 51; x[0, 31, 2, 0] = 255;"
            + " y = numpy.array([[10], [3]], numpy.uint8);"
            + " scipy.io.savemat(sys.argv[1], {'X': x, 'y': y}, do_compression=True)";
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-c", script, folder.resolve("test_32x32.mat").toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      assumeThat(false).as("no python3: %s", e.getMessage()).isTrue();
      return;
    }
    assumeThat(python.waitFor()).as("python3 with SciPy").isZero();
    try (Dataset dataset = open(Map.of())) {
      float[] first = TestFiles.read(dataset, dataset.test(), 0);
      float[] second = TestFiles.read(dataset, dataset.test(), 1);
      assertThat(second[1024 + 3 * 32 + 4]).isEqualTo(0.2f);
      assertThat(first[2 * 1024 + 31]).isEqualTo(1f);
      assertThat(dataset.test().label(0)).isZero();
      assertThat(dataset.test().label(1)).isEqualTo(3);
    }
  }

  @Test
  void version_seven_three_is_refused_by_name() {
    write(folder);
    byte[] header = new byte[600];
    byte[] text = "MATLAB 7.3 MAT-file, Platform: GLNXA64".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 0, text.length);
    TestFiles.write(folder.resolve("train_32x32.mat"), header);
    assertRefused("train_32x32.mat", "version 7.3 (HDF5)", "-v7");
    byte[] hdf5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    TestFiles.write(folder.resolve("train_32x32.mat"), hdf5);
    assertRefused("train_32x32.mat", "version 7.3 (HDF5)");
  }

  @Test
  void every_truncation_is_refused_by_name() throws IOException {
    write(folder);
    Path file = folder.resolve("test_32x32.mat");
    byte[] content = Files.readAllBytes(file);
    for (int length = 0; length < content.length; length += 1 + content.length / 97) {
      TestFiles.write(file, Arrays.copyOf(content, length));
      assertRefused("test_32x32.mat");
    }
  }

  @Test
  void a_flipped_bit_of_compressed_images_is_refused() throws IOException {
    write(folder);
    Path file = folder.resolve("test_32x32.mat");
    byte[] content = Files.readAllBytes(file);
    for (int at = 200; at < content.length - 60; at += content.length / 31) {
      byte[] damaged = content.clone();
      damaged[at] ^= 4;
      TestFiles.write(file, damaged);
      assertRefused("test_32x32.mat");
    }
  }

  @Test
  void labels_out_of_range_or_of_another_length_are_refused() {
    write(folder);
    Path file = folder.resolve("test_32x32.mat");
    TestFiles.write(file, file(ByteOrder.LITTLE_ENDIAN, 0, true, new byte[] {1, 0}));
    assertRefused("test_32x32.mat", "sample 1 with class 0", "(1 to 10)");
    TestFiles.write(
        file,
        new MatBytes(ByteOrder.LITTLE_ENDIAN)
            .add("X", images(0, 2), true, 32, 32, 3, 2)
            .add("y", new byte[] {1, 2, 3}, true, 3, 1)
            .bytes());
    assertRefused("test_32x32.mat", "2 images", "3 labels");
  }

  @Test
  void another_shape_and_a_missing_array_are_refused() {
    write(folder);
    Path file = folder.resolve("test_32x32.mat");
    TestFiles.write(
        file,
        new MatBytes(ByteOrder.LITTLE_ENDIAN).add("X", new byte[24], true, 2, 2, 3, 2).bytes());
    assertRefused("test_32x32.mat", "[2, 2, 3, 2]", "expected [32, 32, 3, samples]");
    TestFiles.write(
        file,
        new MatBytes(ByteOrder.LITTLE_ENDIAN)
            .add("X", images(0, 1), true, 32, 32, 3, 1)
            .add("z", new byte[] {1}, true, 1, 1)
            .bytes());
    assertRefused("test_32x32.mat", "no array 'y'", "X, z");
  }
}
