package org.robustgrid.engine.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.AffineKernel;

/** A convolution or dense layer: affine, so its tangent is the same map without bias. */
final class AffineStep implements Step {

  private final Frame frame;
  private final Node node;
  private final Weights weights;
  private final AffineKernel kernel;
  private final Runnable forward;
  private Branch primal;
  private Branch tangent;
  private Runnable push;

  AffineStep(Frame frame, Node node, Weights weights, AffineKernel kernel) {
    this.frame = frame;
    this.node = node;
    this.weights = weights;
    this.kernel = kernel;
    this.forward =
        frame.own(
            () ->
                kernel.forward(
                    frame.activation(node.input()),
                    weights.kernel(),
                    weights.bias(),
                    frame.activation(node.output())));
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward(Wanted wanted) {
    if (primal == null) {
      primal =
          new Branch(
              frame.activation(node.input()),
              frame.cotangent(node.output()),
              frame.sink(node, 0),
              true);
    }
    primal.run(wanted);
  }

  @Override
  public void tangent() {
    if (push == null) {
      push =
          frame.own(
              () ->
                  kernel.forward(
                      frame.tangent(node.input()),
                      weights.kernel(),
                      null,
                      frame.tangent(node.output())));
    }
    push.run();
  }

  @Override
  public void tangentBackward(Wanted wanted) {
    backward(wanted);
    if (tangent == null) {
      tangent =
          new Branch(
              frame.tangent(node.input()),
              frame.tangentCotangent(node.output()),
              frame.tangentSink(node, 0),
              false);
    }
    // nobody asks for the cotangent of the network's input tangent
    tangent.run(new Wanted(wanted.parameters(), false));
  }

  /** Reverse mode from one output cotangent; the tangent's branch has no bias. */
  private final class Branch {
    private final INDArray input;
    private final INDArray cotangent;
    private final Sink sink;
    private final boolean withBias;
    private Runnable toInput;
    private Runnable first;
    private Runnable firstWithInput;
    private Runnable later;
    private Runnable laterWithInput;

    Branch(INDArray input, INDArray cotangent, Sink sink, boolean withBias) {
      this.input = input;
      this.cotangent = cotangent;
      this.sink = sink;
      this.withBias = withBias;
    }

    void run(Wanted wanted) {
      boolean skip = sink.skipped(wanted);
      if (!wanted.parameters()) {
        if (!skip) {
          if (toInput == null) {
            toInput = frame.own(() -> kernel.toInput(weights.kernel(), cotangent, sink.array()));
          }
          toInput.run();
          sink.done();
        }
        return;
      }
      if (weights.writtenBefore()) {
        addLater(skip);
        weights.addSecond(withBias);
      } else {
        writeFirst(skip);
      }
      if (!skip) {
        sink.done();
      }
    }

    private void writeFirst(boolean skip) {
      INDArray kernelGradient = weights.kernelGradient();
      INDArray biasGradient = weights.biasGradient();
      if (skip) {
        if (first == null) {
          first = gradient(null, kernelGradient, biasGradient);
        }
        first.run();
      } else {
        if (firstWithInput == null) {
          firstWithInput = gradient(sink.array(), kernelGradient, biasGradient);
        }
        firstWithInput.run();
      }
    }

    private void addLater(boolean skip) {
      INDArray kernelGradient = weights.secondKernelGradient();
      INDArray biasGradient = withBias ? weights.secondBiasGradient() : null;
      if (skip) {
        if (later == null) {
          later = gradient(null, kernelGradient, biasGradient);
        }
        later.run();
      } else {
        if (laterWithInput == null) {
          laterWithInput = gradient(sink.array(), kernelGradient, biasGradient);
        }
        laterWithInput.run();
      }
    }

    private Runnable gradient(INDArray toInput, INDArray kernelGradient, INDArray biasGradient) {
      return frame.own(
          () ->
              kernel.gradient(
                  input, weights.kernel(), cotangent, toInput, kernelGradient, biasGradient));
    }
  }
}
