package org.robustgrid.datasets;

import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;

/** Labelled samples of equal size, read where they lie; only labels are held. */
final class SampleView implements DataView {

  private final Bytes bytes;
  private final long start;
  private final SampleFormat format;
  private final int[] labels;

  /**
   * @param start where the first sample begins
   * @param labels the classes, one a sample
   * @throws DataException when there are fewer bytes than samples need
   */
  SampleView(Bytes bytes, long start, SampleFormat format, int[] labels) {
    long needed = start + (long) labels.length * format.bytes();
    if (bytes.length() < needed) {
      throw new DataException(
          bytes.name()
              + " holds "
              + bytes.length()
              + " bytes, but "
              + labels.length
              + " samples need "
              + needed
              + "; fetch it again");
    }
    this.bytes = bytes;
    this.start = start;
    this.format = format;
    this.labels = labels;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void read(int[] indices, float[] images, int[] targets) {
    byte[] sample = new byte[format.bytes()];
    for (int i = 0; i < indices.length; i++) {
      targets[i] = labels[indices[i]];
      bytes.read(start + (long) indices[i] * sample.length, sample);
      format.decode(sample, images, i * format.numbers());
    }
  }

  @Override
  public int label(int index) {
    return labels[index];
  }
}
