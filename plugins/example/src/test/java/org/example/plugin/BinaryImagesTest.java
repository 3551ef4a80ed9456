package org.example.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class BinaryImagesTest implements DatasetContractSuite {

  private static final int RECORD = 1 + 3 * 32 * 32;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.write(folder.resolve("train.bin"), records(30));
    Files.write(folder.resolve("test.bin"), records(10));
  }

  private static byte[] records(int count) {
    byte[] bytes = new byte[count * RECORD];
    new Random(count).nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      bytes[i * RECORD] = (byte) (i % 10);
    }
    return bytes;
  }

  @Override
  public DatasetProvider provider() {
    return new BinaryImagesProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("folder", folder.toString());
  }

  private Dataset open() {
    return provider().create(Parameters.of(provider().descriptor(), parameters()));
  }

  @Test
  void reads_labels_and_planes_of_a_record() {
    float[] image = new float[RECORD - 1];
    int[] label = new int[1];
    open().test().read(new int[] {7}, image, label);
    byte[] record = Arrays.copyOfRange(records(10), 7 * RECORD, 8 * RECORD);
    float[] expected = new float[RECORD - 1];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Byte.toUnsignedInt(record[1 + i]) / 255f;
    }
    assertEquals(7, label[0]);
    assertArrayEquals(expected, image);
  }

  @Test
  void refuses_a_file_that_ends_within_a_record() throws IOException {
    Path file = folder.resolve("train.bin");
    Files.write(file, Arrays.copyOf(records(30), 2 * RECORD + 5));
    assertEquals(file + " ends within a record, at byte 6151", refusal());
  }

  @Test
  void refuses_an_empty_file() throws IOException {
    Path file = Files.write(folder.resolve("test.bin"), new byte[0]);
    assertEquals(file + " ends within a record, at byte 0", refusal());
  }

  @Test
  void refuses_a_label_out_of_range() throws IOException {
    byte[] bytes = records(10);
    bytes[3 * RECORD] = (byte) 200;
    Path file = Files.write(folder.resolve("test.bin"), bytes);
    assertEquals(file + ": label 200 in record 3 is over 9", refusal());
  }

  @Test
  void refuses_a_folder_without_a_file() throws IOException {
    Path file = folder.resolve("test.bin");
    Files.delete(file);
    assertEquals(file + " does not exist; check the path", refusal());
  }

  private String refusal() {
    return assertThrows(DataException.class, this::open).getMessage();
  }
}
