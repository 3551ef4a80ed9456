package org.robustgrid.engine.plan;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.operator.Operator;
import org.robustgrid.engine.operator.SampleKernel;

/** An operator's step, computed sample by sample in double. */
final class SampleStep implements Step {
  private final Node node;
  private final Frame frame;
  private final SampleKernel kernel;
  private final double[][] x;
  private final double[][] v;
  private final double[][] toX;
  private final double[][] toV;
  private final double[] g;
  private final double[] h;
  private final double[] sum;

  SampleStep(Node node, Frame frame, Operator operator) {
    this.node = node;
    this.frame = frame;
    this.kernel = operator.kernel();
    this.x = perInput(Scratch.Kind.INPUT);
    this.v = perInput(Scratch.Kind.TANGENT);
    this.toX = perInput(Scratch.Kind.TO_INPUT);
    this.toV = perInput(Scratch.Kind.TO_TANGENT);
    this.g = scratch(Scratch.Kind.OUTPUT, 0, size(node.output()));
    this.h = scratch(Scratch.Kind.OUTPUT_TANGENT, 0, size(node.output()));
    int largest = Arrays.stream(x).mapToInt(a -> a.length).max().orElse(0);
    this.sum = scratch(Scratch.Kind.SUM, 0, largest);
  }

  private int size(Value value) {
    return Math.toIntExact(value.size());
  }

  private double[] scratch(Scratch.Kind kind, int index, int size) {
    return frame.scratch().array(kind, index, size);
  }

  private double[][] perInput(Scratch.Kind kind) {
    double[][] arrays = new double[node.inputs().size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = scratch(kind, i, size(node.inputs().get(i)));
    }
    return arrays;
  }

  private void read(INDArray array, int row, double[] into) {
    frame.lanes(array).read((long) row * into.length, into, 0, into.length);
  }

  private void write(INDArray array, int row, double[] values, int length) {
    frame.lanes(array).write((long) row * length, values, 0, length);
  }

  private void readInputs(int row) {
    for (int i = 0; i < x.length; i++) {
      read(frame.activation(node.inputs().get(i)), row, x[i]);
    }
  }

  private void readPoints(int row) {
    if (kernel.bends()) {
      readInputs(row);
    }
  }

  private void readTangents(int row) {
    for (int i = 0; i < v.length; i++) {
      read(frame.tangent(node.inputs().get(i)), row, v[i]);
    }
  }

  @Override
  public void forward() {
    INDArray y = frame.activation(node.output());
    for (int row = 0; row < frame.rows(); row++) {
      readInputs(row);
      kernel.forward(x, g);
      write(y, row, g, g.length);
    }
  }

  @Override
  public void backward(Wanted wanted) {
    INDArray cotangent = frame.cotangent(node.output());
    for (int row = 0; row < frame.rows(); row++) {
      readPoints(row);
      read(cotangent, row, g);
      clear(toX);
      kernel.backward(x, g, toX);
      for (int i = 0; i < x.length; i++) {
        put(i, wanted, row, toX[i]);
      }
    }
  }

  private void clear(double[][] arrays) {
    for (double[] array : arrays) {
      Arrays.fill(array, 0);
    }
  }

  /** Two inputs may share their scratch, so what is to be added is added to the total itself. */
  private void put(int i, Wanted wanted, int row, double[] values) {
    Sink sink = frame.sink(node, i);
    if (sink.skipped(wanted) || !wanted.reaches(node.inputs().get(i))) {
      return;
    }
    add(sink, row, values);
  }

  private void add(Sink sink, int row, double[] values) {
    if (sink.total() == null) {
      write(sink.array(), row, values, values.length);
      return;
    }
    INDArray total = sink.total();
    frame.lanes(total).read((long) row * values.length, sum, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      sum[i] += values[i];
    }
    write(total, row, sum, values.length);
  }

  @Override
  public void tangent() {
    INDArray to = frame.tangent(node.output());
    for (int row = 0; row < frame.rows(); row++) {
      readPoints(row);
      readTangents(row);
      kernel.tangent(x, v, g);
      write(to, row, g, g.length);
    }
  }

  @Override
  public void tangentBackward(Wanted wanted) {
    INDArray cotangent = frame.cotangent(node.output());
    INDArray tangentCotangent = frame.tangentCotangent(node.output());
    for (int row = 0; row < frame.rows(); row++) {
      readPoints(row);
      readTangents(row);
      read(cotangent, row, g);
      read(tangentCotangent, row, h);
      clear(toX);
      clear(toV);
      kernel.tangentBackward(x, v, g, h, toX, toV);
      for (int i = 0; i < x.length; i++) {
        put(i, wanted, row, toX[i]);
        Sink sink = frame.tangentSink(node, i);
        if (!sink.toNetworkInput()) {
          add(sink, row, toV[i]);
        }
      }
    }
  }
}
