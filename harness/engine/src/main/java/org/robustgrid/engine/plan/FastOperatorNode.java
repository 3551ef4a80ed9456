package org.robustgrid.engine.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.onednn.Elements;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.onednn.Standardization;
import org.robustgrid.engine.operator.Operator;
import org.robustgrid.engine.operator.Standardize;

/**
 * An operator of one input with a symmetric Jacobian, by oneDNN in float: GELU and the
 * standardisation of layer norm. Second derivatives are the operator's own.
 */
final class FastOperatorNode extends Node {

  private final Operator operator;

  FastOperatorNode(String name, Value input, Value output, Operator operator) {
    super(name, List.of(input), output);
    this.operator = operator;
  }

  @Override
  boolean canFuseRelu() {
    return false;
  }

  /** What oneDNN computes. */
  private interface Kernel {
    Runnable forward(INDArray x, INDArray y);

    Runnable slope(INDArray x, INDArray from, INDArray to);
  }

  private Kernel kernel(int rows) {
    if (operator instanceof Standardize standardize) {
      long length = standardize.length();
      Standardization runs =
          new Standardization(
              OneDnn.get(), rows * input().size() / length, length, standardize.epsilon());
      return new Kernel() {
        @Override
        public Runnable forward(INDArray x, INDArray y) {
          return runs.forward(x, y);
        }

        @Override
        public Runnable slope(INDArray x, INDArray from, INDArray to) {
          return runs.slope(x, from, to);
        }
      };
    }
    Elements elements = new Elements(OneDnn.get());
    return new Kernel() {
      @Override
      public Runnable forward(INDArray x, INDArray y) {
        return elements.forward(x, y);
      }

      @Override
      public Runnable slope(INDArray x, INDArray from, INDArray to) {
        return elements.slope(x, from, to);
      }
    };
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final Kernel kernel;
    private final Runnable forward;
    private final Map<String, Runnable> slopes = new HashMap<>();
    private final SampleStep second;

    Bound(Frame frame) {
      this.frame = frame;
      this.kernel = frame.own(() -> kernel(frame.rows()));
      this.forward =
          frame.own(() -> kernel.forward(frame.activation(input()), frame.activation(output())));
      this.second = new SampleStep(FastOperatorNode.this, frame, operator);
    }

    private void slope(String key, INDArray from, INDArray to) {
      slopes
          .computeIfAbsent(
              key, k -> frame.own(() -> kernel.slope(frame.activation(input()), from, to)))
          .run();
    }

    @Override
    public void forward() {
      forward.run();
    }

    @Override
    public void backward(Wanted wanted) {
      Sink sink = frame.sink(FastOperatorNode.this, 0);
      if (!sink.skipped(wanted)) {
        slope("backward", frame.cotangent(output()), sink.array());
        sink.done();
      }
    }

    @Override
    public void tangent() {
      slope("tangent", frame.tangent(input()), frame.tangent(output()));
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      second.tangentBackward(wanted);
    }
  }
}
