package org.robustgrid.engine.plan;

import java.util.List;
import org.robustgrid.engine.kernel.Pooling;

/** A pooling: linear in its input once the maxima are known. */
final class PoolingNode extends Node {

  private final Pooling pooling;

  PoolingNode(String name, Value input, Value output, Pooling pooling) {
    super(name, List.of(input), output);
    this.pooling = pooling;
  }

  boolean commutesWithRelu() {
    return pooling.selects();
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final Pooling.Run run;

    Bound(Frame frame) {
      this.frame = frame;
      this.run =
          pooling.over(
              (int) (frame.rows() * input().channels()), frame.activation(input()).dataType());
    }

    @Override
    public void forward() {
      run.forward(frame.lanes(frame.activation(input())), frame.lanes(frame.activation(output())));
    }

    @Override
    public void backward(Wanted wanted) {
      Sink sink = frame.sink(PoolingNode.this, 0);
      if (!sink.skipped(wanted)) {
        run.backward(frame.lanes(frame.cotangent(output())), frame.lanes(sink.array()));
        sink.done();
      }
    }

    @Override
    public void tangent() {
      run.tangent(frame.lanes(frame.tangent(input())), frame.lanes(frame.tangent(output())));
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      backward(wanted);
      Sink sink = frame.tangentSink(PoolingNode.this, 0);
      if (!sink.toNetworkInput()) {
        run.backward(frame.lanes(frame.tangentCotangent(output())), frame.lanes(sink.array()));
        sink.done();
      }
    }
  }
}
