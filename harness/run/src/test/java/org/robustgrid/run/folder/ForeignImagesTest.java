package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;

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
    SortedMap<Integer, float[]> images = ForeignImages.read(file);
    assertThat(images).containsOnlyKeys(3, 7);
    assertThat(images.get(3)).containsExactly(0.3f, 0.4f);
    assertThat(images.get(7)).containsExactly(0.1f, 0.2f);
  }

  @Test
  void without_samples_they_are_the_first() throws IOException {
    assertThat(ForeignImages.read(npz("images", array("<f4", "2, 1", 0.5, 0.25))))
        .containsOnlyKeys(0, 1);
  }

  @Test
  void images_that_a_run_kept_are_read() {
    Path file = folder.resolve("kept.npz");
    KeptImagesWriter.write(file, new TreeMap<>(java.util.Map.of(4, new float[] {0.5f, 1})));
    assertThat(ForeignImages.read(file).get(4)).containsExactly(0.5f, 1);
  }

  @Test
  void what_is_no_such_file_is_refused_with_what_is_expected() throws IOException {
    refused(npz("other", array("<f4", "1, 1", 0)), "has no array 'images'");
    refused(npz("images", array("<i4", "1, 1", 0)), "'images' holds integers");
    refused(npz("images", array("<f4", "1,", 0)), "expected [n, …input shape]");
    refused(
        npz("images", array("<f4", "2, 1", 0, 0), "samples", array("<i4", "1,", 0)),
        "expected [2], one index for each image");
    refused(
        npz("images", array("<f4", "2, 1", 0, 0), "samples", array("<i4", "2,", 5, 5)),
        "names sample 5 twice");
    refused(Files.writeString(folder.resolve("text.npz"), "images"), "is no NPZ file");
    refused(folder.resolve("none.npz"), "there is no file");
  }

  private static void refused(Path file, String words) {
    assertThatThrownBy(() -> ForeignImages.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(words);
  }
}
