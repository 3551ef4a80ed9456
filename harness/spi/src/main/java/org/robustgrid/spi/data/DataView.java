package org.robustgrid.spi.data;

/**
 * Labelled samples read by index. Thread-safe.
 *
 * @since 0.1
 */
public interface DataView {

  int size();

  /**
   * Reads samples.
   *
   * @param indices positions in this view, each in 0 … size − 1
   * @param images receives the inputs one after the other, C order; length at least {@code
   *     indices.length} × product of the input shape
   * @param labels receives the classes; length at least {@code indices.length}
   * @throws IndexOutOfBoundsException if an index is out of range
   * @throws DataException when data cannot be read
   */
  void read(int[] indices, float[] images, int[] labels);

  /** The class of one sample, without its image. */
  int label(int index);

  /**
   * A view of samples that are read one at a time. It refuses an index out of range.
   *
   * @param labels the class of each sample
   * @param length values of a sample
   * @param reader reads a sample's values; from any thread
   */
  static DataView of(int[] labels, int length, SampleReader reader) {
    return new LabelledSamples(labels.clone(), length, reader);
  }

  /**
   * Reads one sample.
   *
   * @since 0.1
   */
  @FunctionalInterface
  interface SampleReader {

    /**
     * Writes the values of a sample in C order.
     *
     * @param index of the sample in the view
     * @param images receives the values
     * @param offset the place of the first value in {@code images}
     * @throws DataException when data cannot be read
     */
    void read(int index, float[] images, int offset);
  }
}
