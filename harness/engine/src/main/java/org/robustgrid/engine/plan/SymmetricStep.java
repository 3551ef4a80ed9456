package org.robustgrid.engine.plan;

import org.robustgrid.engine.kernel.Lanes;

/**
 * A function of one input, without parameters, whose Jacobian is symmetric: what pushes a tangent
 * forward pulls a cotangent back.
 */
abstract class SymmetricStep implements Step {

  private final Node node;
  private final Frame frame;

  SymmetricStep(Node node, Frame frame) {
    this.node = node;
    this.frame = frame;
  }

  /** Multiplies by the Jacobian at the last forward pass. */
  abstract void slope(Lanes from, Lanes to);

  /**
   * The cotangent of x from those of y and ẏ: the Jacobian times g, plus the derivative of hᵀJv
   * with respect to x.
   *
   * @param to receives it
   */
  abstract void bend(Lanes g, Lanes h, Lanes v, Lanes to);

  /** Elements of a batch of inputs. */
  final long length() {
    return frame.rows() * node.input().size();
  }

  final Lanes input() {
    return frame.lanes(frame.activation(node.input()));
  }

  final Lanes output() {
    return frame.lanes(frame.activation(node.output()));
  }

  @Override
  public final void backward(Wanted wanted) {
    Sink sink = frame.sink(node, 0);
    if (!sink.skipped(wanted)) {
      slope(frame.lanes(frame.cotangent(node.output())), frame.lanes(sink.array()));
      sink.done();
    }
  }

  @Override
  public final void tangent() {
    slope(frame.lanes(frame.tangent(node.input())), frame.lanes(frame.tangent(node.output())));
  }

  @Override
  public final void tangentBackward(Wanted wanted) {
    Sink sink = frame.sink(node, 0);
    if (!sink.skipped(wanted)) {
      bend(
          frame.lanes(frame.cotangent(node.output())),
          frame.lanes(frame.tangentCotangent(node.output())),
          frame.lanes(frame.tangent(node.input())),
          frame.lanes(sink.array()));
      sink.done();
    }
    Sink tangentSink = frame.tangentSink(node, 0);
    if (!tangentSink.toNetworkInput()) {
      slope(frame.lanes(frame.tangentCotangent(node.output())), frame.lanes(tangentSink.array()));
      tangentSink.done();
    }
  }
}
