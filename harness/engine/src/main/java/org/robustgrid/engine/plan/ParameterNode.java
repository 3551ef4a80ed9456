package org.robustgrid.engine.plan;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.numerics.HostArrays;

/** A learnt array that every sample reads: its gradient is the sum of the samples' cotangents. */
final class ParameterNode extends Node {

  private final INDArray values;
  private final INDArray gradient;
  private double[] read;

  ParameterNode(String name, Value output, INDArray values, INDArray gradient) {
    super(name, List.of(), output);
    this.values = values;
    this.gradient = gradient;
    output.learn();
    refresh();
  }

  INDArray values() {
    return values;
  }

  INDArray gradient() {
    return gradient;
  }

  @Override
  void refresh() {
    read = HostArrays.read(values);
  }

  @Override
  boolean canFuseRelu() {
    return false;
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;

    Bound(Frame frame) {
      this.frame = frame;
    }

    @Override
    public void forward() {
      Lanes to = frame.lanes(frame.activation(output()));
      for (int row = 0; row < frame.rows(); row++) {
        to.write((long) row * read.length, read, 0, read.length);
      }
    }

    @Override
    public void backward(Wanted wanted) {
      if (!wanted.parameters()) {
        return;
      }
      Lanes from = frame.lanes(frame.cotangent(output()));
      double[] sum = new double[read.length];
      double[] row = new double[read.length];
      for (int r = 0; r < frame.rows(); r++) {
        from.read((long) r * row.length, row, 0, row.length);
        for (int i = 0; i < row.length; i++) {
          sum[i] += row[i];
        }
      }
      HostArrays.write(sum, gradient);
    }

    @Override
    public void tangent() {
      frame.tangent(output()).assign(0);
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      backward(wanted);
    }
  }
}
