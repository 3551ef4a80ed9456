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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  @ParameterizedTest
  @ValueSource(strings = {"True", "False"})
  void a_file_that_scipy_writes_is_read_pixel_for_pixel(String compressed) throws Exception {
    String python = pythonWithScipy();
    assumeThat(python).as("a python3 with SciPy").isNotEmpty();
    write(folder);
    String script =
        "import numpy, scipy.io, sys; r, c, p, n = numpy.indices((32, 32, 3, 5));"
            + " x = ((7 * r + 13 * c + 29 * p + 31 * n + r * c * (n + 1)) % 256)"
            + ".astype(numpy.uint8);"
            + " y = numpy.array([[10], [3], [1], [9], [5]], numpy.uint8);"
            + " scipy.io.savemat(sys.argv[1], {'X': x, 'y': y}, do_compression="
            + compressed
            + ")";
    assertThat(runs(python, script, folder.resolve("test_32x32.mat").toString())).isTrue();
    try (Dataset dataset = open(Map.of())) {
      assertThat(dataset.test().size()).isEqualTo(5);
      for (int n = 0; n < 5; n++) {
        float[] pixels = TestFiles.read(dataset, dataset.test(), n);
        for (int i = 0; i < pixels.length; i++) {
          int row = i / 32 % 32;
          int column = i % 32;
          int value =
              (7 * row + 13 * column + 29 * (i / 1024) + 31 * n + row * column * (n + 1)) % 256;
          assertThat(pixels[i]).as("image %d, pixel %d", n, i).isEqualTo(value / 255f);
        }
        assertThat(dataset.test().label(n)).isEqualTo(new int[] {0, 3, 1, 9, 5}[n]);
      }
    }
  }

  /** A Python that has SciPy; empty if there is none. */
  private String pythonWithScipy() throws InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (runs(python, "import scipy.io", "")) {
        return python;
      }
    }
    return "";
  }

  private boolean runs(String python, String script, String argument) throws InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", script, argument)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
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
