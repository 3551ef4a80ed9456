package org.robustgrid.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;

/** Small files of official layouts, and readers opened on them. */
final class TestFiles {

  private TestFiles() {}

  static Dataset open(DatasetProvider provider, Map<String, ?> parameters) {
    return provider.create(Parameters.of(provider.descriptor(), new HashMap<>(parameters)));
  }

  /** One sample's numbers. */
  static float[] read(Dataset dataset, DataView view, int index) {
    float[] numbers = new float[SampleFormat.product(dataset.inputShape())];
    view.read(new int[] {index}, numbers, new int[1]);
    return numbers;
  }

  static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An IDX array of unsigned bytes. */
  static byte[] idx(byte[] data, int... shape) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + data.length);
    file.put(new byte[] {0, 0, 8, (byte) shape.length});
    for (int size : shape) {
      file.putInt(size);
    }
    return file.put(data).array();
  }

  /** The four files of an MNIST-like distribution: three training and two test images of 2×2. */
  static Path idxFolder(Path folder) {
    write(
        folder.resolve("train-images-idx3-ubyte"),
        idx(new byte[] {0, 51, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 2, 2));
    write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(idx(new byte[] {9, 0, 4}, 3)));
    write(
        folder.resolve("t10k-images-idx3-ubyte.gz"),
        gzip(idx(new byte[] {10, 20, 30, 40, 50, 60, 70, 80}, 2, 2, 2)));
    write(folder.resolve("t10k-labels.idx1-ubyte"), idx(new byte[] {1, 2}, 2));
    return folder;
  }

  /**
   * Records of CIFAR's binary version: of the labels, then bytes that differ by record, channel,
   * row and column ({@link #cifarValue}).
   */
  static byte[] cifar(int first, byte[]... labels) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < labels.length; i++) {
      file.writeBytes(labels[i]);
      for (int channel = 0; channel < 3; channel++) {
        for (int row = 0; row < 32; row++) {
          for (int column = 0; column < 32; column++) {
            file.write(cifarValue(first + i, channel, row, column));
          }
        }
      }
    }
    return file.toByteArray();
  }

  static int cifarValue(int sample, int channel, int row, int column) {
    return (101 * sample + 67 * channel + 7 * row + 3 * column) & 0xFF;
  }

  /** CIFAR-10: two records in each of six files, labelled 0 to 11 modulo 10. */
  static Path cifarTenFolder(Path folder) {
    for (int batch = 0; batch < 6; batch++) {
      byte[] records =
          cifar(
              2 * batch,
              new byte[] {(byte) (2 * batch % 10)},
              new byte[] {(byte) ((2 * batch + 1) % 10)});
      write(
          folder.resolve(batch < 5 ? "data_batch_" + (batch + 1) + ".bin" : "test_batch.bin"),
          records);
    }
    return folder;
  }

  /** CIFAR-100: three training records, two test records. */
  static Path cifarHundredFolder(Path folder) {
    write(
        folder.resolve("train.bin"),
        cifar(0, new byte[] {19, 99}, new byte[] {0, 4}, new byte[] {11, 98}));
    write(folder.resolve("test.bin"), cifar(3, new byte[] {1, 1}, new byte[] {2, 54}));
    return folder;
  }
}
