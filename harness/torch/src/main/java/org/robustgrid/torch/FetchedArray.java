package org.robustgrid.torch;

import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.NDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;

/**
 * An array over the memory of another one, whose newest values may lie on a device: whatever
 * touches its values has them fetched first. Views of it show what was there when they were made.
 *
 * <p>All of ND4J reaches an array's values by {@link #data}, but for the methods that are
 * overridden beside it.
 */
// the superclass takes arrays where its interface takes variable arguments
@SuppressWarnings("overrides")
final class FetchedArray extends NDArray {

  private static final long serialVersionUID = 1;

  // null while the array is made
  private final transient Runnable fetch;

  /**
   * An array over another one.
   *
   * @param fetch brings the memory of the other one up to date; called at each touch
   */
  FetchedArray(INDArray plain, Runnable fetch) {
    super(plain.data(), plain.shape(), plain.stride(), plain.offset(), plain.ordering());
    this.fetch = fetch;
  }

  @Override
  public DataBuffer data() {
    if (fetch != null) {
      fetch.run();
    }
    return super.data();
  }

  @Override
  public INDArray get(INDArrayIndex... indexes) {
    data();
    return super.get(indexes);
  }

  @Override
  public Object element() {
    data();
    return super.element();
  }

  @Override
  public INDArray put(int[] indices, INDArray element) {
    data();
    return super.put(indices, element);
  }

  @Override
  public INDArray putScalar(int[] indexes, double value) {
    data();
    return super.putScalar(indexes, value);
  }

  @Override
  public INDArray putScalar(long i, double value) {
    data();
    return super.putScalar(i, value);
  }

  @Override
  public INDArray putScalar(long row, long column, double value) {
    data();
    return super.putScalar(row, column, value);
  }

  @Override
  public INDArray putScalar(long i, long j, long k, double value) {
    data();
    return super.putScalar(i, j, k, value);
  }

  @Override
  public INDArray putScalar(long i, long j, long k, long l, double value) {
    data();
    return super.putScalar(i, j, k, l, value);
  }

  @Override
  public INDArray putScalar(long[] indexes, double value) {
    data();
    return super.putScalar(indexes, value);
  }
}
