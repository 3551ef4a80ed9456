package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.run.plan.PlannedDataset;

/** Files as {@code numpy.savez} writes them. */
class ForeignImagesTest {

  @TempDir Path folder;

  private static byte[] array(String type, String shape, double... values) {
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    String header = text + " ".repeat((64 - (10 + text.length() + 1) % 64) % 64) + "\n";
    int width = type.charAt(2) - '0';
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + width * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (double value : values) {
      switch (type) {
        case "<f4" -> bytes.putFloat((float) value);
        case "<f8" -> bytes.putDouble(value);
        case "<i4" -> bytes.putInt((int) value);
        case "|u1" -> bytes.put((byte) value);
        default -> bytes.putLong((long) value);
      }
    }
    return bytes.array();
  }

  private Path npz(Object... entries) throws IOException {
    Path file = folder.resolve("images.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i] + ".npy"));
        zip.write((byte[]) entries[i + 1]);
      }
    }
    return file;
  }

  @Test
  void images_are_read_by_sample_whatever_their_precision() throws IOException {
    Path file =
        npz(
            "images", array("<f8", "2, 1, 2", 0.1, 0.2, 0.3, 0.4),
            "samples", array("<i8", "2,", 7, 3));
    SortedMap<Integer, float[]> images = read(file, 1, 2);
    assertThat(images).containsOnlyKeys(3, 7);
    assertThat(images.get(3)).containsExactly(0.3f, 0.4f);
    assertThat(images.get(7)).containsExactly(0.1f, 0.2f);
  }

  @Test
  void without_samples_they_are_the_first() throws IOException {
    assertThat(read(npz("images", array("<f4", "2, 1", 0.5, 0.25)), 1)).containsOnlyKeys(0, 1);
  }

  @Test
  void images_that_a_run_kept_are_read() {
    Path file = folder.resolve("kept.npz");
    KeptImagesWriter.write(file, new TreeMap<>(Map.of(4, new float[] {0.5f, 1})));
    assertThat(read(file, 1, 2).get(4)).containsExactly(0.5f, 1);
  }

  @Test
  void images_of_another_shape_are_refused_before_their_values_are_read() throws IOException {
    refused(
        npz("images", array("<f4", "1, 3, 2, 1", 0)),
        "has the shape [1, 3, 2, 1], expected [n, 1, 2]");
    refused(
        npz("images", array("<f4", "9999999, 1, 2", 0)), "holds 9999999 images, expected 1 to 10");
    refused(npz("images", array("<f4", "0, 1, 2")), "holds 0 images");
  }

  @Test
  void labels_that_are_not_those_of_the_test_set_are_refused() throws IOException {
    byte[] images = array("<f4", "2, 2", 0, 0, 0, 0);
    byte[] samples = array("<i8", "2,", 3, 4);
    assertThat(
            read(
                npz("images", images, "samples", samples, "labels", array("|u1", "2,", 3, 4)),
                1,
                2))
        .hasSize(2);
    refused(
        npz("images", images, "samples", samples, "labels", array("<i8", "2,", 3, 5)),
        "'labels' gives sample 4 the class 5, the data set the class 4");
  }

  @Test
  void what_is_no_such_file_is_refused_with_what_is_expected() throws IOException {
    refused(npz("other", array("<f4", "1, 1, 2", 0, 0)), "has no array 'images'");
    refused(npz("images", array("<i4", "1, 1, 2", 0, 0)), "'images' holds integers");
    refused(npz("images", array("<f4", "2,", 0, 0)), "expected [n, 1, 2]");
    refused(
        npz("images", array("<f4", "2, 2", 0, 0, 0, 0), "samples", array("<i4", "1,", 0)),
        "expected [2], one for each image");
    refused(
        npz("images", array("<f4", "2, 2", 0, 0, 0, 0), "samples", array("<i4", "2,", 5, 5)),
        "names sample 5 twice");
    refused(Files.writeString(folder.resolve("text.npz"), "images"), "is no NPZ file");
    refused(folder.resolve("none.npz"), "there is no file");
  }

  /** Images of a data set of ten samples, whose classes are their indices. */
  private static SortedMap<Integer, float[]> read(Path file, long... inputShape) {
    return ForeignImages.read(
        file,
        new PlannedDataset(
            null,
            "",
            LongStream.of(inputShape).boxed().toList(),
            List.of(),
            0,
            1,
            10,
            Map.of(),
            IntStream.range(0, 10).boxed().toList()));
  }

  private static void refused(Path file, String words) {
    assertThatThrownBy(() -> read(file, 1, 2))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(words);
  }
}
