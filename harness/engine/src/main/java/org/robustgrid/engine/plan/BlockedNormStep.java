package org.robustgrid.engine.plan;

import org.robustgrid.engine.onednn.BlockedBatchNorm;
import org.robustgrid.engine.onednn.BlockedBatchNormBend;
import org.robustgrid.engine.onednn.OneDnn;

/** {@link BatchNormStep} in float on blocked images. */
final class BlockedNormStep implements Step {

  private final Frame frame;
  private final Node node;
  private final NormParameters parameters;
  private final boolean updates;
  private final BlockedBatchNorm norm;
  private final double[] gammaGradient;
  private final double[] betaGradient;
  private BlockedBatchNorm.Adjoint backward;
  private BlockedBatchNorm.Adjoint push;
  private BlockedBatchNormBend bend;

  BlockedNormStep(Frame frame, Node node, NormParameters parameters, boolean updates) {
    this.frame = frame;
    this.node = node;
    this.parameters = parameters;
    this.updates = updates;
    this.norm =
        frame.own(
            () ->
                new BlockedBatchNorm(
                    OneDnn.get(),
                    node.input().images(),
                    parameters.epsilon(),
                    frame.activation(node.input()),
                    frame.activation(node.output())));
    this.gammaGradient = new double[parameters.channels()];
    this.betaGradient = new double[parameters.channels()];
  }

  @Override
  public void forward() {
    norm.forward(parameters.gamma(), parameters.beta());
    if (updates) {
      parameters.update(norm.mean(), norm.variance());
    }
  }

  @Override
  public void backward(Wanted wanted) {
    Sink sink = frame.sink(node, 0);
    if (backward == null) {
      backward = frame.own(() -> norm.adjoint(frame.cotangent(node.output()), sink.array()));
    }
    backward.run();
    sink.done();
    if (wanted.parameters()) {
      backward.sums(gammaGradient, betaGradient);
      parameters.writeDirectGradient(gammaGradient, betaGradient);
    }
  }

  @Override
  public void tangent() {
    if (push == null) {
      push =
          frame.own(() -> norm.adjoint(frame.tangent(node.input()), frame.tangent(node.output())));
    }
    push.run();
  }

  @Override
  public void tangentBackward(Wanted wanted) {
    Sink sink = frame.sink(node, 0);
    Sink tangentSink = frame.tangentSink(node, 0);
    if (bend == null) {
      bend =
          frame.own(
              () ->
                  norm.bend(
                      push,
                      new BlockedBatchNormBend.Arrays(
                          frame.tangent(node.input()),
                          frame.cotangent(node.output()),
                          frame.tangentCotangent(node.output()),
                          sink.array(),
                          tangentSink.array())));
    }
    bend.run();
    sink.done();
    tangentSink.done();
    if (wanted.parameters()) {
      parameters.writeDirectGradient(bend.gammaGradient(), bend.betaGradient());
    }
  }
}
