package org.robustgrid.engine.plan;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.spi.RandomStream;

/**
 * Inverted dropout (Srivastava et al. 2014): keeps an element with a probability, scaled by 1/p.
 */
final class DropoutNode extends Node {

  private final double retained;

  DropoutNode(String name, Value input, Value output, double retained) {
    super(name, List.of(input), output);
    this.retained = retained;
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final INDArray mask;

    Bound(Frame frame) {
      this.frame = frame;
      INDArray x = frame.activation(input());
      this.mask = frame.own(() -> Nd4j.create(x.dataType(), x.shape(), 'c'));
    }

    @Override
    public void forward() {
      Lanes lanes = frame.lanes(mask);
      double[] values = new double[(int) input().size()];
      for (int row = 0; row < frame.rows(); row++) {
        RandomStream stream = frame.random().with("dropout").with(name()).with(row).stream();
        for (int i = 0; i < values.length; i++) {
          values[i] = stream.nextDouble() < retained ? 1 / retained : 0;
        }
        lanes.write((long) row * values.length, values, 0, values.length);
      }
      masked(frame.activation(input()), frame.activation(output()));
    }

    private void masked(INDArray from, INDArray to) {
      to.assign(from).muli(mask);
    }

    @Override
    public void backward(Wanted wanted) {
      Sink sink = frame.sink(DropoutNode.this, 0);
      if (!sink.skipped(wanted)) {
        masked(frame.cotangent(output()), sink.array());
        sink.done();
      }
    }

    @Override
    public void tangent() {
      masked(frame.tangent(input()), frame.tangent(output()));
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      backward(wanted);
      Sink sink = frame.tangentSink(DropoutNode.this, 0);
      if (!sink.toNetworkInput()) {
        masked(frame.tangentCotangent(output()), sink.array());
        sink.done();
      }
    }
  }
}
