package org.robustgrid.torch;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between arrays of ND4J and bytes that are shared with a process. */
final class Transfer {

  private Transfer() {}

  /** Whether elements lie one after the other in C order. */
  private static boolean packed(INDArray array) {
    long expected = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= array.size(axis);
    }
    return true;
  }

  /** Writes all elements in C order. */
  static void write(INDArray from, ByteBuffer to) {
    INDArray plain =
        packed(from)
            ? from
            : Nd4j.createUninitialized(from.dataType(), from.shape(), 'c').assign(from);
    int length = Math.toIntExact(plain.length());
    if (plain.dataType() == DataType.DOUBLE) {
      DoubleBuffer values = plain.data().asNioDouble();
      to.asDoubleBuffer().put(values.limit(values.position() + length));
    } else {
      FloatBuffer values = plain.data().asNioFloat();
      to.asFloatBuffer().put(values.limit(values.position() + length));
    }
    // a buffer does not keep its array's memory alive
    Reference.reachabilityFence(plain);
  }

  /**
   * Reads all elements.
   *
   * @param to in C order without gaps
   */
  static void read(ByteBuffer from, INDArray to) {
    if (!packed(to)) {
      throw new IllegalArgumentException("expected an array in C order without gaps");
    }
    int length = Math.toIntExact(to.length());
    if (to.dataType() == DataType.DOUBLE) {
      to.data().asNioDouble().put(from.asDoubleBuffer().limit(length));
    } else {
      to.data().asNioFloat().put(from.asFloatBuffer().limit(length));
    }
    Reference.reachabilityFence(to);
  }
}
