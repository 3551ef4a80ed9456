package org.robustgrid.engine.plan;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.random.RandomStream;

/** Dropout of a kind: y = f∘x + o, drawn for every pass by its key, the layer and the row. */
final class DropoutNode extends Node {

  private final String layer;
  private final Noise noise;

  DropoutNode(String layer, Value input, Value output, Noise noise) {
    super(layer + "/dropout", List.of(input), output);
    this.layer = layer;
    this.noise = noise;
  }

  /** Numbers that are kept for a row. */
  long drawnPerRow() {
    return (noise.shifts() ? 2 : 1) * input().size();
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final INDArray factors;
    private final INDArray offsets;

    Bound(Frame frame) {
      this.frame = frame;
      INDArray x = frame.activation(input());
      this.factors = frame.own(() -> Nd4j.create(x.dataType(), x.shape(), 'c'));
      this.offsets =
          noise.shifts() ? frame.own(() -> Nd4j.create(x.dataType(), x.shape(), 'c')) : null;
    }

    @Override
    public void forward() {
      int size = (int) input().size();
      double[] drawn = new double[size];
      double[] added = offsets == null ? null : new double[size];
      for (int row = 0; row < frame.rows(); row++) {
        RandomStream stream = frame.random().with("dropout").with(layer).with(row).stream();
        noise.draw(stream, (int) input().plane(), drawn, added);
        frame.lanes(factors).write((long) row * size, drawn, 0, size);
        if (offsets != null) {
          frame.lanes(offsets).write((long) row * size, added, 0, size);
        }
      }
      multiplied(frame.activation(input()), frame.activation(output()));
      if (offsets != null) {
        frame.activation(output()).addi(offsets);
      }
    }

    private void multiplied(INDArray from, INDArray to) {
      to.assign(from).muli(factors);
    }

    @Override
    public void backward(Wanted wanted) {
      Sink sink = frame.sink(DropoutNode.this, 0);
      if (!sink.skipped(wanted)) {
        multiplied(frame.cotangent(output()), sink.array());
        sink.done();
      }
    }

    @Override
    public void tangent() {
      multiplied(frame.tangent(input()), frame.tangent(output()));
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      backward(wanted);
      Sink sink = frame.tangentSink(DropoutNode.this, 0);
      if (!sink.toNetworkInput()) {
        multiplied(frame.tangentCotangent(output()), sink.array());
        sink.done();
      }
    }
  }
}
