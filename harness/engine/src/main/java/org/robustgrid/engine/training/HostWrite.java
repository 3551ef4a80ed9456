package org.robustgrid.engine.training;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies Java floats into arrays that stay, without allocating. */
final class HostWrite {

  private HostWrite() {}

  /**
   * Fills an array.
   *
   * @param values at least as many as the array has
   * @param array FLOAT or DOUBLE, C order, not a view
   */
  static void copy(float[] values, INDArray array) {
    int length = (int) array.length();
    if (array.dataType() == DataType.FLOAT) {
      array.data().asNioFloat().put(values, 0, length);
    } else {
      DoubleBuffer target = array.data().asNioDouble();
      for (int i = 0; i < length; i++) {
        target.put(i, values[i]);
      }
    }
    // a device that keeps a copy of its own must fetch this one
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    // a buffer does not keep its array's memory alive
    Reference.reachabilityFence(array);
  }
}
