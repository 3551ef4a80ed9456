package org.robustgrid.engine.plan;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.NativeOp;

/** Adds two or more values of one shape. */
final class SumNode extends Node {

  SumNode(String name, List<Value> inputs, Value output) {
    super(name, inputs, output);
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final NativeOp first;

    Bound(Frame frame) {
      this.frame = frame;
      this.first =
          frame.own(
              () ->
                  NativeOp.of("add")
                      .in(frame.activation(inputs().get(0)), frame.activation(inputs().get(1)))
                      .out(frame.activation(output())));
    }

    @Override
    public void forward() {
      first.run();
      INDArray sum = frame.activation(output());
      for (int i = 2; i < inputs().size(); i++) {
        sum.addi(frame.activation(inputs().get(i)));
      }
    }

    @Override
    public void backward(Wanted wanted) {
      for (int i = 0; i < inputs().size(); i++) {
        Sink sink = frame.sink(SumNode.this, i);
        if (!sink.skipped(wanted)) {
          sink.pass(frame.cotangent(output()));
        }
      }
    }

    @Override
    public void tangent() {
      INDArray sum = frame.tangent(output());
      sum.assign(frame.tangent(inputs().get(0)));
      for (int i = 1; i < inputs().size(); i++) {
        sum.addi(frame.tangent(inputs().get(i)));
      }
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      backward(wanted);
      for (int i = 0; i < inputs().size(); i++) {
        Sink sink = frame.tangentSink(SumNode.this, i);
        if (!sink.toNetworkInput()) {
          sink.pass(frame.tangentCotangent(output()));
        }
      }
    }
  }
}
