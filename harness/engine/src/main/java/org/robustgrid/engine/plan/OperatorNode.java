package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.operator.Operator;
import org.robustgrid.engine.operator.SampleKernel;

/** An operator, computed sample by sample in double. */
final class OperatorNode extends Node {

  private final Operator operator;

  OperatorNode(String name, List<Value> inputs, Value output, Operator operator) {
    super(name, inputs, output);
    this.operator = operator;
  }

  @Override
  boolean canFuseRelu() {
    return super.canFuseRelu() && !inputs().contains(output());
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final SampleKernel kernel = operator.kernel();
    private final double[][] x = perInput();
    private final double[][] v = perInput();
    private final double[][] toX = perInput();
    private final double[][] toV = perInput();
    private final double[] g = new double[size(output())];
    private final double[] h = new double[size(output())];
    private final double[] sum;

    Bound(Frame frame) {
      this.frame = frame;
      this.sum = new double[Arrays.stream(x).mapToInt(a -> a.length).max().orElse(0)];
    }

    private int size(Value value) {
      return Math.toIntExact(value.size());
    }

    private double[][] perInput() {
      return inputs().stream().map(value -> new double[size(value)]).toArray(double[][]::new);
    }

    private void read(INDArray array, int row, double[] into) {
      frame.lanes(array).read((long) row * into.length, into, 0, into.length);
    }

    private void write(INDArray array, int row, double[] values, int length) {
      frame.lanes(array).write((long) row * length, values, 0, length);
    }

    private void readInputs(int row) {
      for (int i = 0; i < x.length; i++) {
        read(frame.activation(inputs().get(i)), row, x[i]);
      }
    }

    private void readTangents(int row) {
      for (int i = 0; i < v.length; i++) {
        read(frame.tangent(inputs().get(i)), row, v[i]);
      }
    }

    @Override
    public void forward() {
      INDArray y = frame.activation(output());
      for (int row = 0; row < frame.rows(); row++) {
        readInputs(row);
        kernel.forward(x, g);
        write(y, row, g, g.length);
      }
    }

    @Override
    public void backward(Wanted wanted) {
      INDArray cotangent = frame.cotangent(output());
      for (int row = 0; row < frame.rows(); row++) {
        readInputs(row);
        read(cotangent, row, g);
        clear(toX);
        kernel.backward(x, g, toX);
        for (int i = 0; i < x.length; i++) {
          put(frame.sink(OperatorNode.this, i), wanted, row, toX[i]);
        }
      }
    }

    private void clear(double[][] arrays) {
      for (double[] array : arrays) {
        Arrays.fill(array, 0);
      }
    }

    /** Two inputs may share their scratch, so what is to be added is added to the total itself. */
    private void put(Sink sink, Wanted wanted, int row, double[] values) {
      if (sink.skipped(wanted)) {
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
      INDArray to = frame.tangent(output());
      for (int row = 0; row < frame.rows(); row++) {
        readInputs(row);
        readTangents(row);
        kernel.tangent(x, v, g);
        write(to, row, g, g.length);
      }
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      INDArray cotangent = frame.cotangent(output());
      INDArray tangentCotangent = frame.tangentCotangent(output());
      for (int row = 0; row < frame.rows(); row++) {
        readInputs(row);
        readTangents(row);
        read(cotangent, row, g);
        read(tangentCotangent, row, h);
        clear(toX);
        clear(toV);
        kernel.tangentBackward(x, v, g, h, toX, toV);
        for (int i = 0; i < x.length; i++) {
          put(frame.sink(OperatorNode.this, i), wanted, row, toX[i]);
          Sink sink = frame.tangentSink(OperatorNode.this, i);
          if (!sink.toNetworkInput()) {
            add(sink, row, toV[i]);
          }
        }
      }
    }
  }
}
