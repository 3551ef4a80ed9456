package org.robustgrid.numerics.attack;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;

/**
 * A batch's arrays on the device, and what is done to them row by row.
 *
 * <p>All are [rows, length] in double, whatever the network's precision: the same arithmetic as on
 * the host. Operations work in place; only figures of a row cross.
 */
final class ResidentBatch implements AutoCloseable {

  private final int rows;
  private final int length;
  private final long[] shape;
  private final List<INDArray> owned = new ArrayList<>();
  private final INDArray iterates;
  private final INDArray flatIterates;
  private final INDArray column;
  private final INDArray work;
  private final double[] figures;

  /**
   * Takes memory for iterates and a scratch.
   *
   * @param shape the images', [rows, …]
   * @param precision the network's
   */
  ResidentBatch(long[] shape, DataType precision) {
    this.shape = shape.clone();
    this.rows = Math.toIntExact(shape[0]);
    this.length = HostArrays.length(shape) / Math.max(1, rows);
    this.iterates = Nd4j.createUninitialized(precision, this.shape, 'c');
    this.flatIterates = iterates.reshape('c', rows, length);
    this.column = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {rows, 1}, 'c');
    owned.add(column);
    this.work = array();
    this.figures = new double[rows];
  }

  int rows() {
    return rows;
  }

  int length() {
    return length;
  }

  long[] shape() {
    return shape.clone();
  }

  /** The images' shape and the network's precision; outlives the batch. */
  INDArray iterates() {
    return iterates;
  }

  /** Scratch that any step may overwrite. */
  INDArray work() {
    return work;
  }

  /** A further array of the batch. */
  INDArray array() {
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {rows, length}, 'c');
    owned.add(array);
    return array;
  }

  /** Sets the iterates to points, rounded to the network's precision. */
  void publish(INDArray points) {
    flatIterates.assign(points);
  }

  /** Rounds to the nearest numbers of the network's precision, by way of the iterates. */
  void round(INDArray points, INDArray rounded) {
    flatIterates.assign(points);
    rounded.assign(flatIterates);
  }

  /** Copies an array of the images' shape, of any precision and layout. */
  void take(INDArray source, INDArray target) {
    target.reshape('c', shape).assign(source);
  }

  /** A new array of the images' shape and the network's precision. */
  INDArray answer(INDArray values) {
    INDArray answer = Nd4j.createUninitialized(iterates.dataType(), shape.clone(), 'c');
    answer.reshape('c', rows, length).assign(values);
    return answer;
  }

  /** Multiplies each row by its factor. */
  void scale(INDArray values, double[] factors) {
    HostArrays.write(factors, column);
    Nd4j.exec(new MulOp(values, column, values));
  }

  /** Each row's L2 norm; overwritten by the next call. */
  double[] norms(INDArray values) {
    return fetch(values.norm2(1));
  }

  /** Each row's largest absolute value, NaN apart; overwritten by the next call. */
  double[] largest(INDArray values) {
    return fetch(values.amax(1));
  }

  private double[] fetch(INDArray perRow) {
    HostArrays.read(perRow, figures);
    perRow.close();
    return figures;
  }

  /** One row, sharing the array's memory. */
  INDArray row(INDArray values, int row) {
    return values.getRow(row);
  }

  /** Clips all values; an infinite bound is none. */
  void clip(INDArray values, double least, double most) {
    if (least > Double.NEGATIVE_INFINITY) {
      Nd4j.getExecutioner().exec(new ScalarMax(values, null, values, least));
    }
    if (most < Double.POSITIVE_INFINITY) {
      Nd4j.getExecutioner().exec(new ScalarMin(values, null, values, most));
    }
  }

  /** Copies the chosen rows; all values are finite. Overwrites the scratch. */
  void copy(INDArray from, INDArray to, boolean[] chosen) {
    int count = 0;
    for (boolean row : chosen) {
      count += row ? 1 : 0;
    }
    if (count == 0) {
      return;
    }
    if (count == rows) {
      to.assign(from);
      return;
    }
    // products with 0 and 1 are exact, and cost two passes however many rows there are
    work.assign(from);
    scale(work, factors(chosen, 1, 0));
    scale(to, factors(chosen, 0, 1));
    to.addi(work);
  }

  private double[] factors(boolean[] chosen, double inside, double outside) {
    for (int row = 0; row < rows; row++) {
      figures[row] = chosen[row] ? inside : outside;
    }
    return figures;
  }

  /** Gives back all arrays but the iterates. */
  @Override
  public void close() {
    owned.forEach(INDArray::close);
    owned.clear();
  }
}
