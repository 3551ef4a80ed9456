package org.robustgrid.numerics;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between ND4J arrays and plain Java arrays of double, in C order.
 *
 * <p>Reading takes an array of any layout and number type; writing wants a float or double array
 * whose elements lie one after the other in C order. On a GPU the host copy is refreshed first and
 * marked as the newer one afterwards; a view goes by way of a copy on the device, since the whole
 * array it is a part of would cross with it.
 *
 * @since 0.1
 */
public final class HostArrays {

  private static final int BLOCK = 2048;

  /**
   * A buffer for floats: memory outside the heap is copied in blocks, since a loop over a buffer
   * checks every access.
   */
  private static final ThreadLocal<float[]> STAGING =
      ThreadLocal.withInitial(() -> new float[BLOCK]);

  private HostArrays() {}

  /**
   * The number of elements of a shape.
   *
   * @throws ArithmeticException when it is more than an array holds
   */
  public static int length(long... shape) {
    long length = 1;
    for (long extent : shape) {
      length = Math.multiplyExact(length, extent);
    }
    return Math.toIntExact(length);
  }

  /** Copies all elements of an array into a new Java array, in C order. */
  public static double[] read(INDArray source) {
    double[] values = new double[Math.toIntExact(source.length())];
    read(source, values);
    return values;
  }

  /**
   * Copies all elements.
   *
   * @param target receives them from index 0; length at least {@code source.length()}
   */
  public static void read(INDArray source, double[] target) {
    INDArray plain = plain(source);
    int length = Math.toIntExact(plain.length());
    Nd4j.getAffinityManager().ensureLocation(plain, Location.HOST);
    if (plain.dataType() == DataType.FLOAT) {
      FloatBuffer buffer = plain.data().asNioFloat();
      int first = buffer.position();
      HostRows.each(
          blocks(length),
          BLOCK,
          block -> {
            float[] staging = STAGING.get();
            int from = block * BLOCK;
            int count = Math.min(BLOCK, length - from);
            buffer.get(first + from, staging, 0, count);
            for (int i = 0; i < count; i++) {
              target[from + i] = staging[i];
            }
          });
    } else {
      plain.data().asNioDouble().get(target, 0, length);
    }
    if (plain != source && plain.closeable()) {
      plain.close();
    }
    // a buffer does not keep its array's memory alive
    Reference.reachabilityFence(plain);
  }

  /**
   * Copies as many leading elements as the array holds.
   *
   * @param source length at least {@code target.length()}
   * @param target float (each value is rounded to the nearest) or double, in C order
   * @throws IllegalArgumentException when the target is a view with gaps or of another type
   */
  public static void write(double[] source, INDArray target) {
    if (!packed(target)) {
      throw new IllegalArgumentException(
          "expected an array in C order without gaps, but found one of order '"
              + target.ordering()
              + "'");
    }
    if (apart(target)) {
      INDArray copy = Nd4j.createUninitialized(target.dataType(), target.shape().clone(), 'c');
      fill(source, copy);
      target.assign(copy);
      copy.close();
    } else {
      fill(source, target);
    }
  }

  private static int blocks(int length) {
    return (length + BLOCK - 1) / BLOCK;
  }

  private static void fill(double[] source, INDArray target) {
    int length = Math.toIntExact(target.length());
    Nd4j.getAffinityManager().ensureLocation(target, Location.HOST);
    if (target.dataType() == DataType.FLOAT) {
      FloatBuffer buffer = target.data().asNioFloat();
      int first = buffer.position();
      HostRows.each(
          blocks(length),
          BLOCK,
          block -> {
            float[] staging = STAGING.get();
            int from = block * BLOCK;
            int count = Math.min(BLOCK, length - from);
            for (int i = 0; i < count; i++) {
              staging[i] = (float) source[from + i];
            }
            buffer.put(first + from, staging, 0, count);
          });
    } else if (target.dataType() == DataType.DOUBLE) {
      DoubleBuffer buffer = target.data().asNioDouble();
      buffer.put(source, 0, length);
    } else {
      throw new IllegalArgumentException(
          "expected a float or double array, but found one of " + target.dataType());
    }
    Nd4j.getAffinityManager().tagLocation(target, Location.HOST);
    Reference.reachabilityFence(target);
  }

  /** The rows of an array, copied one after the other: [rows.length, …]. */
  public static INDArray rows(INDArray source, int[] rows) {
    // the array's own: shared by every array of this shape
    long[] shape = source.shape().clone();
    int length = Math.toIntExact(source.length() / shape[0]);
    double[] all = read(source);
    double[] chosen = new double[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, rows[i] * length, chosen, i * length, length);
    }
    shape[0] = rows.length;
    INDArray result = Nd4j.createUninitialized(source.dataType(), shape, 'c');
    write(chosen, result);
    return result;
  }

  private static INDArray plain(INDArray source) {
    boolean real = source.dataType() == DataType.FLOAT || source.dataType() == DataType.DOUBLE;
    INDArray typed = real ? source : source.castTo(DataType.DOUBLE);
    return packed(typed) && !apart(typed) ? typed : typed.dup('c');
  }

  /** Whether an array is a part of another one in memory that Java does not share. */
  private static boolean apart(INDArray array) {
    return array.isView() && Nd4j.getExecutioner().type() == ExecutionerType.CUDA;
  }

  /** Whether elements lie one after the other in C order; strides of length-1 axes say nothing. */
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
}
