package org.robustgrid.engine.plan;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer or vertex that no kernel covers, executed by Deeplearning4j itself: first order only, and
 * it allocates. What is executed keeps state of one pass, so every reverse pass runs it forward
 * again.
 */
final class DelegatedNode extends Node {

  private final Delegate delegate;
  private final Parameters parameters;

  DelegatedNode(
      String name, List<Value> inputs, Value output, Delegate delegate, Parameters parameters) {
    super(name, inputs, output);
    this.delegate = delegate;
    this.parameters = parameters;
  }

  /** The class of what Deeplearning4j executes, as its configuration calls it. */
  String type() {
    return delegate.type();
  }

  @Override
  void close() {
    delegate.close();
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

    private INDArray[] given() {
      return inputs().stream()
          .map(value -> frame.activation(value).dup('c'))
          .toArray(INDArray[]::new);
    }

    @Override
    public void forward() {
      frame.activation(output()).assign(delegate.forward(given()));
    }

    @Override
    public void backward(Wanted wanted) {
      delegate.forward(given());
      // the forward pass may have written over what it was given
      Pair<Gradient, INDArray[]> answer =
          delegate.backward(given(), frame.cotangent(output()).dup('c'));
      if (wanted.parameters() && answer.getFirst() != null) {
        Map<String, INDArray> places = parameters.gradients(name());
        answer
            .getFirst()
            .gradientForVariable()
            .forEach((key, gradient) -> places.get(key).assign(gradient));
      }
      for (int i = 0; i < inputs().size(); i++) {
        Sink sink = frame.sink(DelegatedNode.this, i);
        if (!sink.skipped(wanted)) {
          sink.array().assign(answer.getSecond()[i].reshape(sink.array().shape()));
          sink.done();
        }
      }
    }

    private UnsupportedOperationException unsupported() {
      return new UnsupportedOperationException(
          "layer '"
              + name()
              + "' ("
              + type()
              + ") is executed by Deeplearning4j, which has no second derivatives");
    }

    @Override
    public void tangent() {
      throw unsupported();
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      throw unsupported();
    }
  }
}
