package org.robustgrid.engine.plan;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer of one input whose Jacobian is symmetric, by native kernels; what bends is left to a
 * slower step.
 */
final class FastStep implements Step {

  /** Binds native work to arrays. */
  interface Kernel {
    Runnable forward(INDArray x, INDArray y);

    /** The Jacobian at the last forward pass from x to y, times a vector. */
    Runnable slope(INDArray x, INDArray y, INDArray from, INDArray to);
  }

  private final Node node;
  private final Frame frame;
  private final Step second;
  private final Kernel kernel;
  private final Runnable forward;
  private final Map<String, Runnable> slopes = new HashMap<>();

  /**
   * Binds to a frame.
   *
   * @param second runs the reverse pass through a tangent
   */
  FastStep(Node node, Frame frame, Step second, Kernel kernel) {
    this.node = node;
    this.frame = frame;
    this.second = second;
    this.kernel = kernel;
    this.forward = frame.own(() -> kernel.forward(x(), y()));
  }

  private INDArray x() {
    return frame.activation(node.input());
  }

  private INDArray y() {
    return frame.activation(node.output());
  }

  private void slope(String key, INDArray from, INDArray to) {
    slopes.computeIfAbsent(key, k -> frame.own(() -> kernel.slope(x(), y(), from, to))).run();
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward(Wanted wanted) {
    Sink sink = frame.sink(node, 0);
    if (!sink.skipped(wanted)) {
      slope("backward", frame.cotangent(node.output()), sink.array());
      sink.done();
    }
  }

  @Override
  public void tangent() {
    slope("tangent", frame.tangent(node.input()), frame.tangent(node.output()));
  }

  @Override
  public void tangentBackward(Wanted wanted) {
    second.tangentBackward(wanted);
  }
}
