package org.robustgrid.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;

/**
 * The binary version of CIFAR: records of one or more label bytes, then 32×32 red, green and blue
 * values, row by row.
 *
 * @param labelBytes of a record
 * @param label which of them is the label
 */
record Cifar(int labelBytes, int label) {

  static final long[] SHAPE = {3, 32, 32};

  private static final int RECORDS_READ = 1024;

  /**
   * Opens files, one after the other.
   *
   * @param open receives what stays open
   * @throws DataException when a file holds no whole number of records, or a label is no class
   */
  DataView view(List<Path> files, int classes, List<Bytes> open) {
    SampleFormat format = SampleFormat.pixels(SHAPE).after(labelBytes);
    List<int[]> labels = new ArrayList<>();
    List<Bytes> parts = new ArrayList<>();
    for (Path file : files) {
      Bytes bytes = Bytes.of(file);
      open.add(bytes);
      parts.add(bytes);
      if (bytes.length() == 0 || bytes.length() % format.bytes() != 0) {
        throw new DataException(
            file
                + " holds "
                + bytes.length()
                + " bytes, expected a multiple of "
                + format.bytes()
                + " (a record of the binary version); fetch and unpack it again");
      }
      labels.add(labels(bytes, format.bytes(), classes));
    }
    int[] joined = labels.stream().flatMapToInt(Arrays::stream).toArray();
    return new SampleView(Bytes.joined(parts), 0, format, joined);
  }

  private int[] labels(Bytes bytes, int record, int classes) {
    int[] labels = new int[Math.toIntExact(bytes.length() / record)];
    for (int from = 0; from < labels.length; from += RECORDS_READ) {
      int records = Math.min(RECORDS_READ, labels.length - from);
      byte[] block = new byte[records * record];
      bytes.read((long) from * record, block);
      for (int i = 0; i < records; i++) {
        labels[from + i] = block[i * record + label] & 0xFF;
      }
    }
    return Labels.check(bytes.name(), labels, 0, classes);
  }
}
