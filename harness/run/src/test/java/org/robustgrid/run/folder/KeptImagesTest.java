package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.DamagedFileException;

class KeptImagesTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_a_file() {
    file = folder.resolve("kept/images.npz");
  }

  private static SortedMap<Integer, float[]> block(int... samples) {
    SortedMap<Integer, float[]> images = new TreeMap<>();
    for (int sample : samples) {
      images.put(sample, new float[] {sample, -sample / 3f, Float.MIN_VALUE});
    }
    return images;
  }

  private void writeTwoBlocks() {
    try (KeptImagesWriter writer = new KeptImagesWriter(file)) {
      writer.add(block(2, 5));
      writer.add(block());
      writer.add(block(131, 140, 141));
      assertThat(writer.finish()).isTrue();
    }
  }

  @Test
  void images_are_read_back_bit_by_bit_whatever_block_they_are_in() {
    writeTwoBlocks();
    try (KeptImages images = KeptImages.open(file)) {
      assertThat(images.samples()).containsExactly(2, 5, 131, 140, 141);
      for (int sample : new int[] {141, 2, 140, 5, 131}) {
        assertThat(images.image(sample)).containsExactly(block(sample).get(sample));
      }
      assertThat(images.between(5, 140).keySet()).containsExactly(5, 131);
      List<Integer> visited = new ArrayList<>();
      images.forEach((sample, image) -> visited.add(sample));
      assertThat(visited).containsExactly(2, 5, 131, 140, 141);
    }
    assertThat(KeptImages.read(file).get(131)).containsExactly(block(131).get(131));
    assertThat(KeptImages.samplesOf(file)).hasSize(5);
  }

  @Test
  void the_file_holds_arrays_under_the_names_that_it_promises() throws IOException {
    writeTwoBlocks();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .containsExactly(
              "samples_000000.npy", "images_000000.npy", "samples_000001.npy", "images_000001.npy");
      byte[] array = zip.getInputStream(zip.getEntry("images_000001.npy")).readAllBytes();
      assertThat(new String(array, 10, 118, java.nio.charset.StandardCharsets.US_ASCII))
          .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 3)");
      // a header that ends at a multiple of 64 bytes, then three images of three values
      assertThat(array).hasSize(128 + 3 * 3 * 4);
    }
  }

  @Test
  void the_same_images_give_the_same_bytes() throws IOException {
    writeTwoBlocks();
    byte[] first = Files.readAllBytes(file);
    writeTwoBlocks();
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void without_an_image_there_is_no_file() {
    try (KeptImagesWriter writer = new KeptImagesWriter(file)) {
      writer.add(block());
      assertThat(writer.finish()).isFalse();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void what_was_not_finished_leaves_nothing() throws IOException {
    try (KeptImagesWriter writer = new KeptImagesWriter(file)) {
      writer.add(block(1));
    }
    assertThat(file.getParent()).isEmptyDirectory();
  }

  @Test
  void every_truncation_is_refused_by_name() throws IOException {
    writeTwoBlocks();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> KeptImages.read(cut))
          .as("%d bytes", length)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("cut.npz");
    }
  }

  @Test
  void every_flipped_bit_is_refused_or_harmless() throws IOException {
    writeTwoBlocks();
    SortedMap<Integer, float[]> kept = KeptImages.read(file);
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int bit = 0; bit < whole.length * 8; bit += 3) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Path damaged = Files.write(folder.resolve("flipped.npz"), flipped);
      SortedMap<Integer, float[]> read;
      try {
        read = KeptImages.read(damaged);
      } catch (DamagedFileException e) {
        refused++;
        continue;
      }
      assertThat(read).as("bit %d", bit).hasSameSizeAs(kept);
      kept.forEach((sample, image) -> assertThat(read.get(sample)).containsExactly(image));
    }
    assertThat(refused).isPositive();
  }
}
