package org.robustgrid.numerics;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays that are reused from call to call while the shape of the batch stays the same.
 *
 * @since 0.1
 */
public final class KeptArrays {

  private KeptArrays() {}

  /**
   * The kept array where it fits, else a new one.
   *
   * @param kept may be null
   */
  public static INDArray like(INDArray kept, DataType type, long... shape) {
    return kept != null && kept.dataType() == type && Arrays.equals(kept.shape(), shape)
        ? kept
        : Nd4j.createUninitialized(type, shape.clone(), 'c');
  }
}
