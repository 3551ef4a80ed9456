package org.robustgrid.defenses.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;

class StoredTargetsTest {

  @TempDir Path folder;
  private Path file;

  /** Four images of three classes, two numbers each: 100 image + 10 class + position. */
  @BeforeEach
  void write() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * 3 * 2 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 24; i++) {
      bytes.putFloat(100 * (i / 6) + 10 * (i / 2 % 3) + i % 2);
    }
    file = Files.write(folder.resolve("gradients.f32"), bytes.array());
  }

  @Test
  void reads_the_classes_of_each_image_in_the_step() {
    ClassSubset subset = new ClassSubset(3, 2);
    int[] third = subset.of(RandomKey.of(5), 3);
    int[] first = subset.of(RandomKey.of(5), 1);
    assertThat(third).isNotEqualTo(first);
    float[] read = new float[8];
    try (StoredTargets targets = new StoredTargets(file, 4, subset, 2)) {
      assertThat(targets.planes()).isEqualTo(2);
      targets.read(new int[] {3, 1}, RandomKey.of(5), read);
    }
    float a = 300 + 10 * third[0];
    float b = 300 + 10 * third[1];
    float c = 100 + 10 * first[0];
    float d = 100 + 10 * first[1];
    assertThat(read).containsExactly(a, a + 1, b, b + 1, c, c + 1, d, d + 1);
  }

  @Test
  void another_size_is_refused() {
    assertThatThrownBy(() -> new StoredTargets(file, 5, new ClassSubset(3, 3), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 96 bytes, expected 120 for 5 images of 3 classes");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> new StoredTargets(folder.resolve("gone"), 4, new ClassSubset(3, 3), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gone cannot be read");
  }
}
