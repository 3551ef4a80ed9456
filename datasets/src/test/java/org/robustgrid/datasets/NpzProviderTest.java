package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

class NpzProviderTest {

  @TempDir Path folder;

  private final Map<String, byte[]> arrays = new LinkedHashMap<>();

  /** Three training and two test images, 2×2 in three channels. */
  static Path write(Path folder) {
    return write(folder, usual());
  }

  private static Map<String, byte[]> usual() {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("x_train", npy("|u1", "(3, 2, 2, 3)", numbers(36)));
    arrays.put("y_train", npy("|u1", "(3,)", new byte[] {0, 2, 1}));
    arrays.put("x_test", npy("|u1", "(2, 2, 2, 3)", numbers(24)));
    arrays.put("y_test", npy("<i8", "(2, 1)", longs(2, 0)));
    return arrays;
  }

  private static Path write(Path folder, Map<String, byte[]> arrays) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TestFiles.write(folder.resolve("data.npz"), out.toByteArray());
  }

  private static byte[] numbers(int count) {
    byte[] numbers = new byte[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (byte) (7 * i);
    }
    return numbers;
  }

  private static byte[] longs(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(buffer::putLong);
    return buffer.array();
  }

  private static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  private static byte[] npy(String type, String shape, byte[] numbers) {
    return npy(
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }", numbers);
  }

  private static byte[] npy(String header, byte[] numbers) {
    byte[] text =
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(10 + text.length + numbers.length);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    return file.putShort((short) text.length).put(text).put(numbers).array();
  }

  @BeforeEach
  void begin() {
    arrays.putAll(usual());
  }

  private Dataset open(Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("file", write(folder, arrays).toString());
    return TestFiles.open(new NpzProvider(), parameters);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(DataException.class)
        .message()
        .contains("data.npz")
        .contains(words);
  }

  @Test
  void channels_lie_last_or_first_as_declared() {
    try (Dataset last = open(Map.of())) {
      assertThat(last.inputShape()).containsExactly(3, 2, 2);
      float[] image = TestFiles.read(last, last.training(), 1);
      for (int p = 0; p < 12; p++) {
        int stored = 12 + p % 4 * 3 + p / 4;
        assertThat(image[p]).isEqualTo((7 * stored & 0xFF) / 255f);
      }
      assertThat(last.training().label(1)).isEqualTo(2);
      assertThat(last.test().label(0)).isEqualTo(2);
      assertThat(last.classes()).isEqualTo(3);
    }
    arrays.put("x_train", npy("|u1", "(3, 3, 2, 2)", numbers(36)));
    arrays.put("x_test", npy("|u1", "(2, 3, 2, 2)", numbers(24)));
    try (Dataset dataset = open(Map.of("layout", "nchw"))) {
      assertThat(dataset.inputShape()).containsExactly(3, 2, 2);
      float[] image = TestFiles.read(dataset, dataset.training(), 1);
      for (int p = 0; p < 12; p++) {
        assertThat(image[p]).isEqualTo((7 * (12 + p) & 0xFF) / 255f);
      }
    }
  }

  @Test
  void images_in_the_other_layout_than_declared_are_refused_with_the_way_out() {
    arrays.put("x_train", npy("|u1", "(3, 3, 5, 6)", numbers(270)));
    assertRefused(
        "'x_train'", "[3, 3, 5, 6]", "nhwc reads as 6 channels of 3x5 pixels", "'layout: nchw'");
    arrays.put("x_train", npy("|u1", "(3, 5, 5, 1)", numbers(75)));
    arrays.put("x_test", npy("|u1", "(2, 5, 5, 1)", numbers(50)));
    assertThatThrownBy(() -> open(Map.of("layout", "nchw")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("nchw reads as 5 channels of 5x1 pixels", "'layout: nhwc'");
  }

  @Test
  void floats_of_either_byte_order_are_scaled_and_grey_images_and_features_need_no_layout() {
    arrays.put("x_train", npy(">f4", "(3, 2)", floats(ByteOrder.BIG_ENDIAN, 0, 1, 2, 3, 4, 5)));
    arrays.put("x_test", npy("<f4", "(2, 2)", floats(ByteOrder.LITTLE_ENDIAN, 5, 0, 2.5f, 1)));
    try (Dataset features = open(Map.of("scale", 5))) {
      assertThat(features.inputShape()).containsExactly(2);
      assertThat(TestFiles.read(features, features.training(), 2)).containsExactly(0.8f, 1f);
      assertThat(TestFiles.read(features, features.test(), 1)).containsExactly(0.5f, 0.2f);
    }
    arrays.put("x_train", npy("|u1", "(3, 2, 2)", numbers(12)));
    arrays.put("x_test", npy("|u1", "(2, 2, 2)", numbers(8)));
    try (Dataset grey = open(Map.of())) {
      assertThat(grey.inputShape()).containsExactly(1, 2, 2);
      assertThat(TestFiles.read(grey, grey.test(), 1))
          .containsExactly(28 / 255f, 35 / 255f, 42 / 255f, 49 / 255f);
    }
  }

  @Test
  void python_objects_are_never_unpickled() {
    arrays.put("y_train", npy("|O", "(3,)", new byte[] {(byte) 0x80, 4, 'c', 'o', 's'}));
    assertRefused("'y_train'", "Python objects", "never unpickled");
  }

  @Test
  void other_types_and_orders_are_refused_by_name() {
    arrays.put("x_test", npy("<f2", "(2, 2, 2, 3)", new byte[48]));
    assertRefused("'x_test'", "<f2");
    arrays.put("x_test", npy("[('a', '<f4')]".replace("'", ""), "(2,)", new byte[8]));
    assertRefused("'x_test'");
    arrays.put(
        "x_test",
        npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 2, 3), }", numbers(24)));
    assertRefused("'x_test'", "Fortran order");
  }

  @Test
  void floats_outside_of_the_unit_box_are_named_with_their_sample() {
    arrays.put(
        "x_train", npy("<f4", "(3, 1)", floats(ByteOrder.LITTLE_ENDIAN, 0.5f, 255, Float.NaN)));
    arrays.put("x_test", npy("<f4", "(2, 1)", floats(ByteOrder.LITTLE_ENDIAN, 0, 1)));
    assertRefused("'x_train'", "255.0 in sample 1", "'scale'");
    arrays.put(
        "x_train", npy("<f4", "(3, 1)", floats(ByteOrder.LITTLE_ENDIAN, 0.5f, 1, Float.NaN)));
    assertRefused("'x_train'", "NaN in sample 2");
  }

  @Test
  void labels_are_checked() {
    arrays.put("y_test", npy("|i1", "(2,)", new byte[] {0, 3}));
    assertRefused("array 'y_test' labels sample 1 with class 3", "3 classes");
    arrays.put("y_test", npy("|i1", "(2,)", new byte[] {0, -1}));
    assertRefused("sample 1 with class -1");
    arrays.put("y_test", npy("|i1", "(3,)", new byte[] {0, 1, 1}));
    assertRefused("array 'x_test' has 2 images", "array 'y_test' has 3 labels");
    arrays.put("y_test", npy("<f4", "(2,)", floats(ByteOrder.LITTLE_ENDIAN, 0, 1.5f)));
    assertRefused("'y_test'", "1.5 at 1", "whole numbers");
  }

  @Test
  void a_missing_array_is_named_with_those_that_are_there() {
    arrays.remove("x_test");
    assertRefused("no array 'x_test'", "x_train, y_train, y_test");
  }

  @Test
  void truncated_files_and_arrays_are_refused() throws IOException {
    byte[] test = arrays.get("x_test");
    arrays.put("x_test", Arrays.copyOf(test, test.length - 1));
    assertRefused("cut short");
    arrays.put("x_test", Arrays.copyOf(test, test.length + 1));
    assertRefused("left over");
    arrays.put("x_test", test);
    byte[] whole = Files.readAllBytes(write(folder, arrays));
    for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
      Path cut = TestFiles.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TestFiles.open(new NpzProvider(), Map.of("file", cut.toString())))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cut.npz");
    }
  }
}
