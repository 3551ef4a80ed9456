package org.robustgrid.engine.plan;

import java.util.List;
import org.robustgrid.engine.kernel.Pooling;
import org.robustgrid.engine.onednn.BlockedPooling;
import org.robustgrid.engine.onednn.Images;
import org.robustgrid.engine.onednn.OneDnn;

/** A pooling: linear in its input once the maxima are known. */
final class PoolingNode extends Node {

  private final Pooling pooling;

  PoolingNode(String name, Value input, Value output, Pooling pooling) {
    super(name, List.of(input), output);
    this.pooling = pooling;
  }

  private BlockedPooling.Kind kind() {
    if (pooling.selects()) {
      return BlockedPooling.Kind.MAX;
    }
    return pooling.countsPadding()
        ? BlockedPooling.Kind.AVERAGE
        : BlockedPooling.Kind.AVERAGE_WITHOUT_PADDING;
  }

  boolean averages() {
    return !pooling.selects();
  }

  boolean commutesWithRelu() {
    return pooling.selects();
  }

  @Override
  Step bind(Frame frame) {
    boolean plain = input().images().order() == Images.Order.PLAIN;
    return plain ? new Bound(frame) : new Blocked(frame);
  }

  /** Over images that are not plain. */
  private final class Blocked implements Step {
    private final Frame frame;
    private final BlockedPooling run;
    private Runnable backward;
    private Runnable tangent;
    private Runnable tangentBackward;

    Blocked(Frame frame) {
      this.frame = frame;
      this.run =
          frame.own(
              () ->
                  new BlockedPooling(
                      OneDnn.get(),
                      pooling.window(),
                      kind(),
                      input().images(),
                      output().images(),
                      frame.activation(input()),
                      frame.activation(output())));
    }

    @Override
    public void forward() {
      run.run();
    }

    @Override
    public void backward(Wanted wanted) {
      Sink sink = frame.sink(PoolingNode.this, 0);
      if (!sink.skipped(wanted)) {
        if (backward == null) {
          backward = frame.own(() -> run.backward(frame.cotangent(output()), sink.array()));
        }
        backward.run();
        sink.done();
      }
    }

    @Override
    public void tangent() {
      if (tangent == null) {
        tangent = frame.own(() -> run.tangent(frame.tangent(input()), frame.tangent(output())));
      }
      tangent.run();
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      backward(wanted);
      Sink sink = frame.tangentSink(PoolingNode.this, 0);
      if (!sink.toNetworkInput()) {
        if (tangentBackward == null) {
          tangentBackward =
              frame.own(() -> run.backward(frame.tangentCotangent(output()), sink.array()));
        }
        tangentBackward.run();
        sink.done();
      }
    }
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final Pooling.Run run;

    Bound(Frame frame) {
      this.frame = frame;
      this.run =
          frame.own(
              () ->
                  pooling.over(
                      (int) (frame.rows() * input().channels()),
                      frame.activation(input()).dataType()));
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
