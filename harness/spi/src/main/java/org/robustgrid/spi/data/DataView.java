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
}
