package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

/** The example's data sets, loaded from its jar as in a run, keep what every one promises. */
class ExampleDatasetContractTest {

  private static final int RECORD = 1 + 3 * 32 * 32;

  @TempDir static Path plugins;

  @BeforeAll
  static void build() throws IOException {
    ExamplePlugin.build(plugins);
  }

  private static DatasetProvider find(String id) {
    PluginRegistry registry = PluginRegistry.withPlugins(List.of(plugins));
    return (DatasetProvider) registry.find(PluginKind.DATASET, id).provider();
  }

  @Nested
  class Rings implements DatasetContractSuite {

    @Override
    public DatasetProvider provider() {
      return find("rings");
    }
  }

  @Nested
  class BinaryImages implements DatasetContractSuite {

    @TempDir static Path folder;

    @BeforeAll
    static void write() throws IOException {
      writeRecords(folder);
    }

    @Override
    public DatasetProvider provider() {
      return find("binary-images");
    }

    @Override
    public Map<String, ?> parameters() {
      return Map.of("folder", folder.toString());
    }
  }

  @Test
  void binary_images_are_read_from_the_planes_of_their_record(@TempDir Path folder)
      throws IOException {
    byte[] bytes = writeRecords(folder);
    float[] image = new float[RECORD - 1];
    int[] label = new int[1];
    open(folder).test().read(new int[] {7}, image, label);
    assertThat(label).containsExactly(7);
    for (int i = 0; i < image.length; i++) {
      assertThat(image[i]).isEqualTo(Byte.toUnsignedInt(bytes[7 * RECORD + 1 + i]) / 255f);
    }
  }

  @Test
  void a_cut_file_and_a_label_out_of_range_are_refused_by_file_and_place(@TempDir Path folder)
      throws IOException {
    byte[] bytes = writeRecords(folder);
    Path test = folder.resolve("test.bin");
    bytes[3 * RECORD] = (byte) 200;
    Files.write(test, bytes);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open(folder))
        .withMessage(test + ": label 200 in record 3 is over 9");
    Files.write(test, Arrays.copyOf(bytes, 2 * RECORD + 5));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open(folder))
        .withMessage(test + " ends within a record, at byte 6151");
  }

  private static Dataset open(Path folder) {
    DatasetProvider provider = find("binary-images");
    return provider.create(
        Parameters.of(provider.descriptor(), Map.of("folder", folder.toString())));
  }

  /** Ten records in each of the two files, with the labels 0 to 9. */
  private static byte[] writeRecords(Path folder) throws IOException {
    byte[] bytes = new byte[10 * RECORD];
    new Random(0).nextBytes(bytes);
    for (int i = 0; i < 10; i++) {
      bytes[i * RECORD] = (byte) i;
    }
    Files.write(folder.resolve("train.bin"), bytes);
    Files.write(folder.resolve("test.bin"), bytes);
    return bytes;
  }
}
