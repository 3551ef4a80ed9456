package org.robustgrid.engine.plan;

import java.util.List;
import org.robustgrid.engine.kernel.AffineKernel;

/** A convolution or dense layer. */
final class AffineNode extends Node {

  private final Weights weights;
  private final AffineKernel kernel;

  AffineNode(String name, Value input, Value output, Weights weights, AffineKernel kernel) {
    super(name, List.of(input), output);
    this.weights = weights;
    this.kernel = kernel;
  }

  Weights weights() {
    return weights;
  }

  @Override
  void refresh() {
    weights.refresh();
  }

  @Override
  void beginGradient() {
    weights.begin();
  }

  @Override
  void finishGradient() {
    weights.finish();
  }

  @Override
  Step bind(Frame frame) {
    return new AffineStep(frame, this, weights, kernel);
  }
}
