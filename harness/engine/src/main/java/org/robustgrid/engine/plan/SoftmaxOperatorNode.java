package org.robustgrid.engine.plan;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.onednn.Probabilities;
import org.robustgrid.engine.operator.Softmax;

/** Softmax along an axis in float on oneDNN. */
final class SoftmaxOperatorNode extends Node {

  private final Softmax softmax;

  SoftmaxOperatorNode(String name, Value input, Value output, Softmax softmax) {
    super(name, List.of(input), output);
    this.softmax = softmax;
  }

  /** The slope is taken from the probabilities, which must stay. */
  @Override
  boolean canFuseRelu() {
    return false;
  }

  @Override
  Step bind(Frame frame) {
    long size = softmax.length() * softmax.inner();
    Probabilities lines =
        frame.own(
            () ->
                new Probabilities(
                    OneDnn.get(),
                    frame.rows() * input().size() / size,
                    softmax.length(),
                    softmax.inner()));
    FastStep.Kernel kernel =
        new FastStep.Kernel() {
          @Override
          public Runnable forward(INDArray x, INDArray y) {
            return lines.forward(x, y);
          }

          @Override
          public Runnable slope(INDArray x, INDArray y, INDArray from, INDArray to) {
            return lines.slope(y, from, to);
          }
        };
    return new FastStep(this, frame, new SampleStep(this, frame, softmax), kernel);
  }
}
