package org.robustgrid.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.plan.Frame;
import org.robustgrid.engine.plan.Variant;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** A pass over a frame, which goes back to its network when the pass is closed. */
final class FramePass implements Pass {

  private final GraphNetwork network;
  private final Variant variant;
  private final Frame frame;
  private boolean open;
  private boolean pushed;

  FramePass(GraphNetwork network, Variant variant, Frame frame) {
    this.network = network;
    this.variant = variant;
    this.frame = frame;
  }

  boolean fits(Variant other, int rows) {
    return variant == other && frame.rows() == rows;
  }

  void open(INDArray images, RandomKey random) {
    open = true;
    pushed = false;
    frame.forward(images, random);
  }

  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException("the pass is closed");
    }
  }

  private void set(INDArray target, INDArray given, String what) {
    if (!Arrays.equals(target.shape(), given.shape()) || target.dataType() != given.dataType()) {
      throw new IllegalArgumentException(
          what
              + " must be "
              + target.dataType()
              + " of shape "
              + Arrays.toString(target.shape())
              + ", but are "
              + given.dataType()
              + " of shape "
              + Arrays.toString(given.shape()));
    }
    target.assign(given);
  }

  private void begin(INDArray logitCotangents) {
    checkOpen();
    set(frame.logitCotangent(), logitCotangents, "logit cotangents");
  }

  private void begin(INDArray logitCotangents, INDArray tangentCotangents) {
    begin(logitCotangents);
    if (!pushed) {
      throw new IllegalStateException("no tangent has been pushed through this pass");
    }
    set(frame.logitTangentCotangent(), tangentCotangents, "tangent cotangents");
  }

  @Override
  public INDArray logits() {
    checkOpen();
    return frame.logits();
  }

  @Override
  public INDArray inputGradient(INDArray logitCotangents) {
    begin(logitCotangents);
    return frame.backward(null, true);
  }

  @Override
  public void parameterGradient(INDArray logitCotangents, INDArray into) {
    begin(logitCotangents);
    frame.backward(into, false);
  }

  @Override
  public INDArray gradients(INDArray logitCotangents, INDArray into) {
    begin(logitCotangents);
    return frame.backward(into, true);
  }

  @Override
  public INDArray tangent(INDArray inputTangents) {
    checkOpen();
    if (!frame.hasTangents()) {
      network.requireTangents(variant, frame.rows());
    }
    INDArray logitTangents = frame.push(inputTangents);
    pushed = true;
    return logitTangents;
  }

  @Override
  public void tangentParameterGradient(
      INDArray logitCotangents, INDArray tangentCotangents, INDArray into) {
    begin(logitCotangents, tangentCotangents);
    frame.backwardThroughTangent(into, false);
  }

  @Override
  public INDArray tangentInputGradient(INDArray logitCotangents, INDArray tangentCotangents) {
    begin(logitCotangents, tangentCotangents);
    return frame.backwardThroughTangent(null, true);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      network.giveBack(this);
    }
  }

  /** Native memory that the frame holds. */
  long bytes() {
    return frame.bytes();
  }

  /** Gives the memory back; the pass is closed from now on. */
  void release() {
    open = false;
    frame.release();
  }
}
